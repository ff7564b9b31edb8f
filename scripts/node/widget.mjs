// What runs on customers' pages: `widget.mjs OUT`. The loader becomes widget.js; each entry-NAME.ts becomes widget/NAME.js.
import { readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const [outdir] = process.argv.slice(2)
const entries = readdirSync('widget/src').flatMap((file) => {
  const name = /^entry-(.+)\.ts$/.exec(file)?.[1]
  return name ? [{ in: `widget/src/${file}`, out: `widget/${name}` }] : []
})

rmSync(outdir, { recursive: true, force: true })
await build({
  entryPoints: [{ in: 'widget/src/loader.ts', out: 'widget' }, ...entries],
  outdir,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2019',
  charset: 'utf8',
  legalComments: 'none',
  loader: { '.css': 'text' },
  logLevel: 'warning',
}).catch(() => process.exit(1)) // esbuild has said why.
