// Reads a zip as any program would: from its table of contents at the end.
import { inflateRawSync } from 'node:zlib'

/** The numbers of an entry that take more than 32 bits, or could have (Zip64). */
function wideNumbers(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    return Array.from({ length: extra.readUInt16LE(at + 2) >> 3 }, (_, i) => extra.readBigUInt64LE(at + 4 + i * 8))
  }
  return []
}

/** Every entry by its path, unpacked. */
export function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('this is no zip')
  const entries = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const packed = zip.readUInt16LE(at + 10) === 8
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const wide = wideNumbers(zip.subarray(at + 46 + name, at + 46 + name + extra))
    // In the order of the format: how large unpacked, how large packed, where it begins.
    const [, size, local] = [at + 24, at + 20, at + 42].map((from) => {
      const number = zip.readUInt32LE(from)
      return number === 0xffffffff ? Number(wide.shift()) : number
    }) as [number, number, number]
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + size)
    entries.set(zip.toString('utf8', at + 46, at + 46 + name), packed ? inflateRawSync(bytes) : Buffer.from(bytes))
    at += 46 + name + extra + comment
  }
  return entries
}
