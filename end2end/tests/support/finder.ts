// Whether a text stands in some bytes, whatever disguise it wears. The plain client's twin: server/tests/it/canary/finder.rs.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** The words around the text, when it is there. */
export function find(text: string, bytes: Buffer): string | undefined {
  const plain = [text.toLowerCase(), Buffer.from(text).toString('hex')]
  const coded = base64Within(text)
  for (const layer of unpacked(bytes).flatMap((bytes) => undressed(bytes.toString('utf8').replaceAll('\0', '')))) {
    const lower = layer.toLowerCase()
    const at = Math.max(...plain.map((needle) => lower.indexOf(needle)), ...coded.map((needle) => layer.indexOf(needle)))
    if (at >= 0) return layer.slice(Math.max(0, at - 60), at + 100)
  }
  return undefined
}

/** As it is, and as what it may be packed as. Of formats without a mark, brotli unpacks much that it never packed. */
function unpacked(bytes: Buffer): Buffer[] {
  const tried = [gunzipSync, inflateSync, brotliDecompressSync].map((unpack) => {
    try {
      return unpack(bytes, { maxOutputLength: 50_000_000 })
    } catch {
      return undefined
    }
  })
  return [bytes, ...tried.filter((bytes) => bytes !== undefined)]
}

/** The text, and what comes to light as one disguise after the other is taken off, in two rounds. */
function undressed(text: string): string[] {
  const unbroken = text.replaceAll('=\r\n', '').replaceAll(/[\r\n]/g, '')
  const all = [text, unbroken, unbroken.replaceAll(/=([0-9A-F]{2})/gi, letter)]
  let last = text
  for (const code of [ENTITY, ESCAPE, PERCENT, ENTITY, ESCAPE, PERCENT]) {
    last = last.replaceAll(code, letter)
    all.push(last, last.replaceAll(/<[^>]*>/g, ''))
  }
  return [...new Set(all)]
}

const ENTITY = /&#(?:x([0-9a-f]+)|(\d+));/gi
const ESCAPE = /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi
const PERCENT = /%([0-9a-f]{2})/gi

function letter(whole: string, first: string | undefined, second?: string): string {
  const decimal = whole.startsWith('&#') && first === undefined
  const number = decimal ? Number(second) : parseInt(first ?? (second as string), 16)
  return number <= 0x10ffff ? String.fromCodePoint(number) : whole
}

/** The text in base64, whatever stands before and after it. */
function base64Within(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
    const whole = (['base64', 'base64url'] as const).map((kind) => bytes.toString(kind).slice([0, 2, 3][before], Math.floor((bytes.length * 8) / 6)))
    return [...new Set(whole)]
  })
}
