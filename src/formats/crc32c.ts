// CRC-32C (Castagnoli; RFC 3720, section 12.1), reflected polynomial 0x82f63b78, a byte a step by table. The
// packages for it are native code or unkept; node:zlib has only the other CRC-32.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  return crc;
});

/** CRC-32C of bytes `from .. to`, an unsigned 32-bit integer. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const steps = table;
  let crc = -1;
  for (let i = from; i < to; i++) crc = (crc >>> 8) ^ (steps[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}

/**
 * The masked CRC that TFRecord files hold, so that a CRC of bytes that hold CRCs stays sound.
 * Source: TensorFlow, core/lib/hash/crc32c.h: rotate right by 15 bits, add 0xa282ead8.
 */
export function maskedCrc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const crc = crc32c(bytes, from, to);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
