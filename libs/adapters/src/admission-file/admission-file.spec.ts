import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { signRevocationList } from '#domain/peer-network/revocation-list';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { type AdmissionRecords, NO_ADMISSION_RECORDS } from '#domain/tracker/admission-records';
import { admissionRecordsRules } from '#domain/tracker/admission-records-store.port';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { decodeAdmissionRecords } from './admission-records-format.ts';
import { describeAdmissionRecordsRefusal } from './describe-admission-records-refusal.ts';
import { FileAdmissionRecordsStore } from './file-admission-records-store.ts';
import { FileAdmissionStore } from './file-admission-store.ts';

const { genesisHash } = testNetwork();
const { peerId, identityKey } = testSigner(1);
const RECORDS: AdmissionRecords = {
  lastSerial: 1_800_000_000_000_001,
  issued: [
    { peerId, address: '10.0.0.1', serial: 1_800_000_000_000_001, issuedAt: 1_800_000_000, expiresAt: 1_800_604_800 },
  ],
  sequence: 3,
  revoked: [{ serial: 7, expiresAt: 1_800_604_800 }],
  revokedPeers: [peerId],
  tokens: [
    { id: 'ab', token: 'open', createdAt: 1, expiresAt: 2 },
    { id: 'cd', token: 'used', createdAt: 1, expiresAt: 2, spentBy: peerId },
  ],
};

describe('the admission file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cheesechain-admission-'));
    path = join(folder, 'admission.json');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('of a tracker', () => {
    const codeOf = async (): Promise<string> => {
      const loaded = await new FileAdmissionRecordsStore(path, genesisHash).load();
      return loaded.ok ? 'fine' : loaded.refusal.code;
    };

    it('brings back what was kept, for the eyes of its owner alone', async () => {
      const store = new FileAdmissionRecordsStore(path, genesisHash);
      expect(await store.load()).toEqual({ ok: true, value: NO_ADMISSION_RECORDS });
      await store.save(RECORDS);
      expect(await store.load()).toEqual({ ok: true, value: RECORDS });
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    });

    it('is refused and left alone when it is not what was written', async () => {
      await new FileAdmissionRecordsStore(path, genesisHash).save(RECORDS);
      const text = readFileSync(path, 'utf8');
      for (const damaged of ['', '{', 'null', text.slice(0, -9), text.replace('"open"', '"shut"')]) {
        writeFileSync(path, damaged);
        expect([damaged.slice(0, 9), await codeOf()]).toEqual([damaged.slice(0, 9), 'admission-records-damaged']);
        expect(readFileSync(path, 'utf8')).toBe(damaged);
      }
      writeFileSync(path, text.replace('"version":1', '"version":2'));
      expect(await codeOf()).toBe('admission-records-version-unknown');
      writeFileSync(path, text.replace(genesisHash, '0'.repeat(64)));
      expect(await codeOf()).toBe('admission-records-wrong-network');
      truncateSync(path, 80_000_000);
      expect(await codeOf()).toBe('admission-records-damaged');
    });

    it('is refused when it cannot be read or written', async () => {
      expect(await new FileAdmissionRecordsStore(folder, genesisHash).load()).toMatchObject({
        refusal: { code: 'admission-records-unreadable' },
      });
      const nowhere = new FileAdmissionRecordsStore(join(folder, 'no', 'admission.json'), genesisHash);
      expect(await nowhere.save(RECORDS)).toMatchObject({ refusal: { code: 'admission-records-unwritable' } });
    });

    it('of any content whatever is read or called damaged, never an exception', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
          expect(['damaged', 'unknown-version', 'records']).toContain(decodeAdmissionRecords(text).kind);
        }),
      );
    });

    it('has a rule and a sentence for every refusal', () => {
      const where = '/data/admission.json';
      const refusals = [
        { code: 'admission-records-damaged', where, detail: 'it is no JSON' },
        { code: 'admission-records-version-unknown', where, version: 9 },
        { code: 'admission-records-wrong-network', where },
        { code: 'admission-records-unreadable', where, reason: 'EACCES' },
        { code: 'admission-records-unwritable', where, reason: 'ENOSPC' },
      ] as const;
      expect(refusals.map(({ code }) => code).sort()).toEqual(Object.keys(admissionRecordsRules).sort());
      for (const refusal of refusals) expect(describeAdmissionRecordsRefusal(refusal)).toContain(where);
    });
  });

  describe('of a peer', () => {
    const list = signRevocationList(testSigner(2), genesisHash, 5, [3, 9]);
    const content = { ticket: new Uint8Array(152).fill(7), trackerKey: identityKey, revocations: [list] };

    it('brings back the ticket and the lists', async () => {
      const store = new FileAdmissionStore(path, SILENT_LOG);
      expect(await store.load()).toBeUndefined();
      await store.save(content);
      expect(await store.load()).toEqual(content);
      const none = { ticket: new Uint8Array(0), trackerKey: new Uint8Array(0), revocations: [] };
      await store.save(none);
      expect(await store.load()).toEqual(none);
    });

    it('is set aside when it is damaged', async () => {
      const store = new FileAdmissionStore(path, SILENT_LOG);
      await store.save(content);
      const text = readFileSync(path, 'utf8');
      for (const damaged of ['{', '[]', text.replace('07', 'xy'), text.replace('"version":1', '"version":9')]) {
        writeFileSync(path, damaged);
        expect(await store.load()).toBeUndefined();
        expect([existsSync(path), readFileSync(`${path}.damaged`, 'utf8')]).toEqual([false, damaged]);
      }
    });
  });
});
