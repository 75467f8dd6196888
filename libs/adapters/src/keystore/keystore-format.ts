import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicalJson } from '#domain/network-params/canonical-json';
import { fromHex, isHex, toHex } from '#domain/primitives/bytes';
import { isCurvePoint } from '#domain/transaction/curve-point';
import { isAffordable, SALT_BYTES, type ScryptParameters } from './key-derivation.ts';
import { NONCE_BYTES, type SealedSecret, TAG_BYTES } from './sealed-secret.ts';

const FORMAT = 'cheesechain-keystore';
export const KEYSTORE_VERSION = 1;

/** BIP-39 entropy. */
const MAX_SECRET_BYTES = 32;

/** Where the encryption key comes from: a password, or a file of random bytes beside the keystore. */
export type KeySource =
  | { readonly name: 'scrypt'; readonly salt: Uint8Array; readonly parameters: ScryptParameters }
  | { readonly name: 'key-file' };

/** What stands in the clear. It is bound to the secret: who changes it cannot open the secret any more. */
export interface KeystoreHead {
  readonly network: string;
  readonly genesisHash: string;
  readonly address: string;
  readonly publicKey: Uint8Array;
  readonly keySource: KeySource;
}

export interface KeystoreContent {
  readonly head: KeystoreHead;
  readonly sealed: SealedSecret;
}

export type ParsedKeystore =
  | { readonly kind: 'content'; readonly content: KeystoreContent }
  | { readonly kind: 'damaged'; readonly detail: string }
  | { readonly kind: 'unknown-version'; readonly version: number };

type Fields = { readonly [key: string]: CanonicalValue };

/** The canonical text of the clear part: the authenticated data of the encryption. */
export function boundText(head: KeystoreHead): string {
  return canonicalJson(headFields(head));
}

/** The file's text: JSON for people to look at, with a checksum over all, so that damage shows before a password is asked. */
export function formatKeystore({ head, sealed }: KeystoreContent): string {
  const fields = { ...headFields(head), secret: sealedFields(sealed) };
  return `${JSON.stringify({ ...fields, checksum: checksumOf(fields) }, undefined, 2)}\n`;
}

/** Reads what {@link formatKeystore} wrote, from any text. */
export function parseKeystore(text: string): ParsedKeystore {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return damaged('it is not JSON');
  }
  if (!isRecord(json) || json['format'] !== FORMAT) return damaged('it is not a keystore');
  const { version, network, genesisHash, address, checksum } = json;
  if (typeof version === 'number' && version !== KEYSTORE_VERSION) return { kind: 'unknown-version', version };
  if (version !== KEYSTORE_VERSION) return damaged('it has no version');
  if (!isShortText(network) || !isShortText(address) || !isShortText(genesisHash)) {
    return damaged('its network, genesis hash or address is missing');
  }
  const publicKey = bytesOf(json['publicKey'], 33);
  if (publicKey === undefined || !isCurvePoint(publicKey)) return damaged('its public key is none');
  const keySource = parseKeySource(json['key']);
  if (typeof keySource === 'string') return damaged(keySource);
  const sealed = parseSealed(json['secret']);
  if (sealed === undefined) return damaged('its secret is incomplete');
  const head = { network, genesisHash, address, publicKey, keySource };
  if (checksum !== checksumOf({ ...headFields(head), secret: sealedFields(sealed) })) {
    return damaged('its checksum is wrong: something in it has changed');
  }
  return { kind: 'content', content: { head, sealed } };
}

function headFields({ network, genesisHash, address, publicKey, keySource }: KeystoreHead): Fields {
  const key: Fields =
    keySource.name === 'scrypt'
      ? { name: keySource.name, ...keySource.parameters, salt: toHex(keySource.salt) }
      : { name: keySource.name };
  const version = KEYSTORE_VERSION;
  return { format: FORMAT, version, network, genesisHash, address, publicKey: toHex(publicKey), key };
}

function sealedFields({ nonce, ciphertext, tag }: SealedSecret): Fields {
  return { cipher: 'aes-256-gcm', nonce: toHex(nonce), ciphertext: toHex(ciphertext), tag: toHex(tag) };
}

function checksumOf(fields: Fields): string {
  return createHash('sha256').update(canonicalJson(fields)).digest('hex');
}

/** The source, or what is wrong with it. */
function parseKeySource(json: unknown): KeySource | string {
  if (!isRecord(json)) return 'it does not say where its key comes from';
  if (json['name'] === 'key-file') return { name: 'key-file' };
  if (json['name'] !== 'scrypt') return 'its key comes from nowhere that is known';
  const salt = bytesOf(json['salt'], SALT_BYTES);
  if (salt === undefined) return 'its salt is incomplete';
  const { cost, blockSize, parallelization } = json;
  if (typeof cost !== 'number' || typeof blockSize !== 'number' || typeof parallelization !== 'number') {
    return 'its scrypt parameters are incomplete';
  }
  const parameters = { cost, blockSize, parallelization };
  if (!isAffordable(parameters)) return 'its scrypt parameters ask for too much, or too little';
  return { name: 'scrypt', salt, parameters };
}

function parseSealed(json: unknown): SealedSecret | undefined {
  if (!isRecord(json) || json['cipher'] !== 'aes-256-gcm') return undefined;
  const { ciphertext: hex } = json;
  const nonce = bytesOf(json['nonce'], NONCE_BYTES);
  const tag = bytesOf(json['tag'], TAG_BYTES);
  if (nonce === undefined || tag === undefined || typeof hex !== 'string' || !isHex(hex)) return undefined;
  return hex.length > 2 * MAX_SECRET_BYTES ? undefined : { nonce, ciphertext: fromHex(hex), tag };
}

/** What names, hashes and addresses are made of, whatever the network. */
function isShortText(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,90}$/.test(value);
}

function bytesOf(value: unknown, length: number): Uint8Array | undefined {
  return typeof value === 'string' && isHex(value, length) ? fromHex(value) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(detail: string): ParsedKeystore {
  return { kind: 'damaged', detail };
}
