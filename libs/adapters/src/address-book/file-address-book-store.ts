import { rename } from 'node:fs/promises';
import type { AddressBookStore, StoredAddress } from '#domain/peer-network/address-book-store.port';
import { fromHex, isHex, toHex } from '#domain/primitives/bytes';
import type { Log } from '#domain/primitives/log.port';
import { readPrivateFile, replacePrivateFile } from '../files/private-file.ts';

/** 1,280 records and a few trackers' of half a kilobyte, and half as many again. */
const MAX_FILE_BYTES = 1_048_576;
const FORMAT_VERSION = 1;

/**
 * Known addresses in a JSON file. They can be learned again, so a damaged file is no reason to stop: it is set aside,
 * named in the log, and the book begins empty. Every record is signed, so what the file says is checked like anything
 * from outside.
 */
export class FileAddressBookStore implements AddressBookStore {
  constructor(
    private readonly path: string,
    private readonly log: Log,
  ) {}

  async load(): Promise<StoredAddress[]> {
    try {
      const file = await readPrivateFile(this.path, MAX_FILE_BYTES);
      if (file === 'too-long') throw new Error(`more than ${MAX_FILE_BYTES} bytes`);
      return file === undefined ? [] : parse(file.text);
    } catch (error) {
      const aside = `${this.path}.damaged`;
      this.log.warn('the address book is damaged and set aside', { path: this.path, aside, reason: String(error) });
      await rename(this.path, aside).catch(() => undefined);
      return [];
    }
  }

  async save(records: readonly StoredAddress[]): Promise<void> {
    const content = { version: FORMAT_VERSION, records: records.map(toJson) };
    await replacePrivateFile(this.path, `${JSON.stringify(content)}\n`);
  }
}

function toJson({ identityKey, endpoint, signature, ...numbers }: StoredAddress) {
  return { identityKey: toHex(identityKey), ...endpoint, ...numbers, signature: toHex(signature) };
}

function parse(text: string): StoredAddress[] {
  const content: unknown = JSON.parse(text);
  const records = isObject(content) && content['version'] === FORMAT_VERSION ? content['records'] : undefined;
  if (!Array.isArray(records)) throw new Error('not an address book of this version');
  return records.map(recordOf);
}

function recordOf(value: unknown): StoredAddress {
  if (!isObject(value)) throw new Error('a record is an object');
  const { identityKey, host, port, sequence, expiresAt, signature, lastMetAt = 0, isTracker = false } = value;
  return {
    identityKey: bytesOf(identityKey, 32),
    endpoint: { host: textOf(host), port: wholeNumber(port) },
    sequence: wholeNumber(sequence),
    expiresAt: wholeNumber(expiresAt),
    signature: bytesOf(signature, 64),
    lastMetAt: wholeNumber(lastMetAt),
    ...(isTracker === true ? { isTracker } : {}),
  };
}

function bytesOf(value: unknown, length: number): Uint8Array {
  if (typeof value !== 'string' || !isHex(value, length)) throw new Error(`${length} bytes in hex expected`);
  return fromHex(value);
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('a text expected');
  return value;
}

function wholeNumber(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error('a whole number expected');
  return value as number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
