// The compressed twins of each NAME.raw beside it: `compress.mjs QUALITY FILE...`. Node's own zlib does it natively, two at a time.
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const [quality, ...files] = process.argv.slice(2)

await Promise.all(
  files.map(async (file) => {
    const raw = await readFile(file)
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: Number(quality), [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }
    const [br, gz] = await Promise.all([promisify(brotliCompress)(raw, brotli), promisify(gzip)(raw, { level: 9 })])
    const stem = file.replace(/raw$/, '')
    for (const [extension, content] of [['gz', gz], ['br', br]]) {
      await writeFile(`${stem}new`, content)
      await rename(`${stem}new`, stem + extension) // Whole or not at all.
    }
    await rm(file)
  }),
)
