import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureCheck } from '#domain/transaction/signature-verifier.port';
import { CheckQueue, MAX_WAITING_CHECKS, type VerifyRequest } from './check-queue.ts';
import { createVerifier } from './create-verifier.ts';
import { PooledVerifier } from './pooled-verifier.ts';

// What the fixture's thread dies of when it finds it in a digest's first byte.
const POISON = 0xee;

function check(firstByte = 1): SignatureCheck {
  const secretKey = new Uint8Array(32).fill(7);
  const digest = new Uint8Array(32).fill(firstByte, 0, 1);
  return {
    digest,
    signature: secp256k1.sign(digest, secretKey, { prehash: false }),
    publicKey: secp256k1.getPublicKey(secretKey),
  };
}

function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const record = (level: string) => (message: string) => lines.push(`${level}: ${message}`);
  return { lines, log: { ...SILENT_LOG, info: record('info'), warn: record('warn'), error: record('error') } };
}

function fixture(name: string): URL {
  return new URL(`../../../../test/fixtures/${name}`, import.meta.url);
}

describe('a pool of verifying threads', () => {
  it('answers what a dying thread left, and goes on with another in its place', async () => {
    const { log, lines } = recordingLog();
    const workerFile = fixture('poisonable-verify.worker.mjs');
    const verifier = new PooledVerifier({ implementation: 'native', threads: 1, log, workerFile });
    const checks = [check(), { ...check(), digest: new Uint8Array(32) }, check(POISON)];
    expect(await verifier.verify(checks)).toEqual([true, false, true]);
    expect(lines).toEqual(['error: a signature thread died']);
    expect(await verifier.verify([check(), check()])).toEqual([true, true]);
    expect(verifier.description).toBe('libsecp256k1 (native) on 1 thread');
    await verifier.close();
  });

  it('falls back to the reference when no thread can start', async () => {
    const { log, lines } = recordingLog();
    const workerFile = fixture('there-is-no-such.worker.mjs');
    const verifier = new PooledVerifier({ implementation: 'native', threads: 2, log, workerFile });
    expect(await verifier.verify([check(), { ...check(), digest: new Uint8Array(32) }])).toEqual([true, false]);
    while (!verifier.description.includes('main thread')) await new Promise(setImmediate);
    expect(await verifier.verify([check()])).toEqual([true]);
    expect(lines.length).toBeLessThanOrEqual(4);
    await verifier.close();
  });

  it('rejects what is unanswered when it closes, and whatever comes after', async () => {
    const verifier = new PooledVerifier({ implementation: 'noble', threads: 1 });
    const open = verifier.verify(new Array(2000).fill(check()));
    const rejected = expect(open).rejects.toThrow('closed');
    await new Promise(setImmediate);
    await verifier.close();
    await rejected;
    await expect(verifier.verify([check()])).rejects.toThrow('closed');
  });

  it('answers a single check while a long request is under way', async () => {
    const verifier = new PooledVerifier({ implementation: 'native', threads: 1 });
    let longIsDone = false;
    const long = verifier.verify(new Array(4000).fill(check())).then(() => {
      longIsDone = true;
    });
    expect(await verifier.verify([check()])).toEqual([true]);
    expect(longIsDone).toBe(false);
    await long;
    await verifier.close();
  });
});

describe('the queue of checks', () => {
  const request = (count: number): VerifyRequest => ({
    checks: new Array(count).fill(check()),
    unanswered: count,
    taken: 0,
    answer() {},
    resolve() {},
    reject() {},
  });

  it('gives small requests a quarter of each batch while big ones wait, so that neither starves', () => {
    const queue = new CheckQueue();
    const big = request(1000);
    queue.add(big);
    for (let i = 0; i < 100; i++) queue.add(request(1));
    const parts = queue.take(100);
    expect(parts.filter((part) => part.request === big)).toEqual([{ request: big, start: 0, count: 75 }]);
    expect(parts).toHaveLength(26);
    expect(queue.size).toBe(1000);
  });

  it('has a bound', () => {
    const queue = new CheckQueue();
    queue.add(request(MAX_WAITING_CHECKS));
    expect(() => queue.add(request(1))).toThrow('signature checks wait');
  });
});

describe('the choice of a verifier', () => {
  it('is the native one where it loads, and says so', async () => {
    const { log, lines } = recordingLog();
    const verifier = createVerifier({ threads: 1, log });
    expect(verifier.description).toBe('libsecp256k1 (native) on 1 thread');
    expect(lines).toEqual(['info: signatures are checked']);
    await verifier.close();
  });

  it('is @noble/curves with a warning where the native one does not load', async () => {
    const { log, lines } = recordingLog();
    const loadNative = () => {
      throw new Error('no binary for this platform');
    };
    const verifier = createVerifier({ threads: 1, log, loadNative });
    expect(verifier.description).toBe('@noble/curves on 1 thread');
    expect(lines[0]).toMatch(/^warn: native signature checks do not load/);
    expect(await verifier.verify([check()])).toEqual([true]);
    await verifier.close();
  });
});
