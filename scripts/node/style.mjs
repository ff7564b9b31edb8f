// The style sheets, each with its imports inside, nesting resolved for browsers of the last two years, minified: `style.mjs OUT`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from 'lightningcss'

const [out] = process.argv.slice(2)
const version = (major, minor = 0) => (major << 16) | (minor << 8)
// The first versions that know light-dark(), so that it is not spelled out in two more variables per colour.
const targets = { chrome: version(123), edge: version(123), firefox: version(120), safari: version(17, 5), ios_saf: version(17, 5) }

mkdirSync(out, { recursive: true })
for (const name of ['main.css', 'public.css']) {
  try {
    const { code, warnings } = bundle({ filename: join('style', name), minify: true, targets })
    for (const { message, loc } of warnings) console.warn(`style: ${message} (${loc?.filename}:${loc?.line})`)
    writeFileSync(join(out, name), code)
  } catch (problem) {
    const { fileName, loc } = problem
    console.error(`style/${name}: ${problem.message}${fileName ? ` (${fileName}:${loc?.line})` : ''}`)
    process.exit(1)
  }
}
