import { rename } from 'node:fs/promises';
import type { AdmissionStore, StoredAdmission } from '#domain/peer-network/admission-store.port';
import { MAX_REVOKED_SERIALS, type RevocationList } from '#domain/peer-network/revocation-list';
import { MAX_TICKET_BYTES } from '#domain/peer-network/ticket';
import { fromHex, isHex, toHex } from '#domain/primitives/bytes';
import type { Log } from '#domain/primitives/log.port';
import { bytesOf, listOf, numberOf, objectOf, textOf } from '../files/checked-json.ts';
import { readPrivateFile, replacePrivateFile } from '../files/private-file.ts';

/** Sixteen trackers, 4,096 serials of sixteen digits each, and as much again. */
const MAX_FILE_BYTES = 2_097_152;
const FORMAT_VERSION = 1;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** A peer's membership in a JSON file. A tracker signs another ticket, so a damaged file is set aside and named in the log. */
export class FileAdmissionStore implements AdmissionStore {
  constructor(
    private readonly path: string,
    private readonly log: Log,
  ) {}

  async load(): Promise<StoredAdmission | undefined> {
    try {
      const file = await readPrivateFile(this.path, MAX_FILE_BYTES);
      if (file === 'too-long') throw new Error(`more than ${MAX_FILE_BYTES} bytes`);
      return file === undefined ? undefined : parse(file.text);
    } catch (error) {
      const aside = `${this.path}.damaged`;
      this.log.warn('the kept ticket is damaged and set aside', { path: this.path, aside, reason: String(error) });
      await rename(this.path, aside).catch(() => undefined);
      return undefined;
    }
  }

  async save({ ticket, trackerKey, revocations }: StoredAdmission): Promise<void> {
    const lists = revocations.map(({ trackerKey: key, signature, ...numbers }) => {
      return { trackerKey: toHex(key), ...numbers, signature: toHex(signature) };
    });
    const content = {
      version: FORMAT_VERSION,
      ticket: toHex(ticket),
      trackerKey: toHex(trackerKey),
      revocations: lists,
    };
    await replacePrivateFile(this.path, `${JSON.stringify(content)}\n`);
  }
}

function parse(text: string): StoredAdmission {
  const { version, ticket, trackerKey, revocations } = objectOf(JSON.parse(text), 'the file');
  if (version !== FORMAT_VERSION) throw new Error('not of this version');
  const shown = hexOf(ticket, MAX_TICKET_BYTES);
  const key = shown.length === 0 ? new Uint8Array(0) : bytesOf(trackerKey, KEY_BYTES);
  return { ticket: shown, trackerKey: key, revocations: listOf(revocations, 'the revocations', revocationsOf) };
}

function revocationsOf(value: unknown): RevocationList {
  const { trackerKey, sequence, serials, signature } = objectOf(value, 'a list');
  const numbers = listOf(serials, 'the serials', (serial) => numberOf(serial, Number.MAX_SAFE_INTEGER));
  if (numbers.length > MAX_REVOKED_SERIALS) throw new Error(`more than ${MAX_REVOKED_SERIALS} serials`);
  return {
    trackerKey: bytesOf(trackerKey, KEY_BYTES),
    sequence: numberOf(sequence, Number.MAX_SAFE_INTEGER),
    serials: numbers,
    signature: bytesOf(signature, SIGNATURE_BYTES),
  };
}

function hexOf(value: unknown, maximumBytes: number): Uint8Array {
  const text = textOf(value, 2 * maximumBytes);
  if (text !== '' && !isHex(text)) throw new Error('no hex');
  return fromHex(text);
}
