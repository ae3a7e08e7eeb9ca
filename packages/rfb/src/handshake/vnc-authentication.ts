import { createCipheriv } from "node:crypto";

const KEY_BYTES = 8;

/** Bytes of the server's challenge, and of the answer. */
export const CHALLENGE_BYTES = 16;

/**
 * The answer to the challenge of VNC authentication (RFC 6143, section 7.2.2): the challenge encrypted with DES, whose
 * key is the password, cut to eight bytes, with the bits of each byte mirrored.
 */
export function buildChallengeAnswer(password: string, challenge: Buffer): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  key.write(password, "latin1");
  const mirrored = key.map(mirrorBits);
  // OpenSSL 3 has no single DES; three rounds with one key are the same.
  const cipher = createCipheriv("des-ede3-ecb", Buffer.concat([mirrored, mirrored, mirrored]), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

function mirrorBits(byte: number): number {
  let mirrored = 0;
  for (let bit = 0; bit < 8; bit++) mirrored |= ((byte >> bit) & 1) << (7 - bit);
  return mirrored;
}
