import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SignatureCheck } from '#domain/transaction/signature-verifier.port';

interface WycheproofFile {
  readonly testGroups: readonly {
    readonly publicKey: { readonly uncompressed: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: 'valid' | 'invalid';
    }[];
  }[];
}

/** One published case: the check as our wire form has it, or nothing where its signature has no such form. */
export interface WycheproofCase {
  readonly name: string;
  readonly valid: boolean;
  readonly check: SignatureCheck | undefined;
}

/** Reads a file of `test/vectors`; `toCompact` gives 64 bytes, or nothing for an encoding that is not strict. */
export function readWycheproof(
  fileName: string,
  toCompact: (signature: Uint8Array) => Uint8Array | undefined,
): WycheproofCase[] {
  const file = new URL(`../vectors/${fileName}`, import.meta.url);
  const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as WycheproofFile;
  return testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ tcId, comment, msg, sig, result }) => {
      const signature = toCompact(fromHex(sig));
      const digest = new Uint8Array(createHash('sha256').update(fromHex(msg)).digest());
      return {
        name: `${tcId} ${comment}`,
        valid: result === 'valid',
        check: signature && { digest, signature, publicKey: compressed(publicKey.uncompressed) },
      };
    }),
  );
}

/** The compact form of a strictly encoded DER signature (BIP 66); nothing for any other bytes. */
export function compactFromStrictDer(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return undefined;
  const r = integerAt(der, 2);
  const s = r && integerAt(der, 4 + r.length);
  if (!r || !s || 6 + r.length + s.length !== der.length) return undefined;
  const words = [r, s].map((integer) => (integer[0] === 0 ? integer.subarray(1) : integer));
  if (words.some((word) => word.length > 32)) return undefined;
  const compact = new Uint8Array(64);
  words.forEach((word, i) => {
    compact.set(word, 32 * (i + 1) - word.length);
  });
  return compact;
}

function integerAt(der: Uint8Array, start: number): Uint8Array | undefined {
  const length = der[start + 1] ?? 0;
  const integer = der.subarray(start + 2, start + 2 + length);
  const [first = 0x80, second = 0x80] = integer;
  const isMinimal = first < 0x80 && (first !== 0 || length === 1 || second >= 0x80);
  return der[start] === 0x02 && integer.length === length && isMinimal ? integer : undefined;
}

function compressed(uncompressed: string): Uint8Array {
  const bytes = fromHex(uncompressed);
  return Uint8Array.of(2 + ((bytes[64] as number) & 1), ...bytes.subarray(1, 33));
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
