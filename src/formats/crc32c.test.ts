import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32c, maskedCrc32c } from "./crc32c.ts";

test("CRC-32C gives the known answers of RFC 3720, appendix B.4", () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array()), 0);
});

test("a part of the bytes has the CRC of its copy", () => {
  const bytes = Buffer.from("xx123456789yyy");
  assert.equal(crc32c(bytes, 2, 11), 0xe3069283);
  assert.equal(maskedCrc32c(bytes, 2, 11), maskedCrc32c(Buffer.from("123456789")));
});

test("the mask rotates by 15 bits and adds its constant", () => {
  // The masked CRC of an empty record, whose CRC is 0, is the constant itself.
  assert.equal(maskedCrc32c(new Uint8Array()), 0xa282ead8);
  const crc = 0xe3069283;
  const rotated = Number(((BigInt(crc) >> 15n) | (BigInt(crc) << 17n)) & 0xffffffffn);
  assert.equal(maskedCrc32c(Buffer.from("123456789")), (rotated + 0xa282ead8) % 2 ** 32);
});
