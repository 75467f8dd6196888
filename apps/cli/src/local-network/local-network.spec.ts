import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliFailure } from '../cli-failure.ts';
import { readNetworkRecord, removeEarlierNetwork, requireSameNetwork, writeNetworkRecord } from './data-folder.ts';
import { LogFile } from './log-file.ts';
import { type LocalNetworkPlan, planLocalNetwork } from './plan.ts';
import { RestartPolicy } from './restart-policy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese net '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function plan(network = 'devnet', peers = 3): LocalNetworkPlan {
  return planLocalNetwork({ peers, network, dataDir: folder });
}

function failureOf(work: () => unknown): CliFailure {
  try {
    work();
  } catch (error) {
    if (error instanceof CliFailure) return error;
    throw error;
  }
  throw new Error('expected a failure');
}

describe('the layout of a local network', () => {
  it('has the documented ports', () => {
    const { tracker, peers } = plan();
    expect([tracker.tcpPort, tracker.httpPort]).toEqual([9999, 9998]);
    expect(peers.map(({ tcpPort, httpPort }) => [tcpPort, httpPort])).toEqual([
      [9009, 5005],
      [9010, 5006],
      [9011, 5007],
    ]);
  });

  it('counts ports from the base when there is one', () => {
    const { tracker, peers } = planLocalNetwork({ peers: 2, network: 'devnet', dataDir: folder, portBase: 21_000 });
    expect([tracker.tcpPort, tracker.httpPort]).toEqual([21_000, 21_001]);
    expect(peers.map(({ tcpPort, httpPort }) => [tcpPort, httpPort])).toEqual([
      [21_010, 21_011],
      [21_012, 21_013],
    ]);
  });
});

describe('the folder of a local network', () => {
  it('remembers its network for the next start', () => {
    writeNetworkRecord(plan(), true);
    expect(readNetworkRecord(folder)).toMatchObject({ network: 'devnet', running: true });
    requireSameNetwork(plan('devnet'));
    expect(failureOf(() => requireSameNetwork(plan('testnet')))).toMatchObject({ exitCode: 2 });
  });

  it('is emptied of what an earlier network left', () => {
    writeNetworkRecord(plan(), false);
    mkdirSync(join(folder, 'peer-1'));
    // A crash between writing the record and naming it leaves this.
    writeFileSync(join(folder, 'network.json.new'), '{');
    expect(removeEarlierNetwork(plan()).sort()).toEqual(['network.json', 'network.json.new', 'peer-1']);
    expect(existsSync(join(folder, 'peer-1'))).toBe(false);
  });

  it('is left alone when it holds anything else', () => {
    mkdirSync(join(folder, 'peer-1'));
    writeFileSync(join(folder, 'thesis.txt'), '');
    expect(failureOf(() => removeEarlierNetwork(plan()))).toMatchObject({ exitCode: 2, code: 'fresh-refused' });
    expect(existsSync(join(folder, 'peer-1'))).toBe(true);
  });

  it('is left alone when it may hold wallets of mainnet', () => {
    writeNetworkRecord(plan('mainnet'), false);
    expect(failureOf(() => removeEarlierNetwork(plan()))).toMatchObject({ code: 'fresh-refused' });
  });

  it('counts a record that cannot be ours as none', () => {
    writeFileSync(join(folder, 'network.json'), '{"format":1}');
    expect(readNetworkRecord(folder)).toBeUndefined();
    writeFileSync(join(folder, 'network.json'), '{');
    expect(readNetworkRecord(folder)).toBeUndefined();
  });
});

describe('a program that keeps ending', () => {
  it('is restarted after ever longer waits, and at last left down', () => {
    const policy = new RestartPolicy();
    const decisions = Array.from({ length: 6 }, () => policy.next(0));
    expect(decisions.map((decision) => (decision.kind === 'restart' ? decision.delayMs : decision.kind))).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      'give-up',
    ]);
  });

  it('starts anew after a long quiet time', () => {
    const policy = new RestartPolicy();
    for (let i = 0; i < 6; i++) policy.next(0);
    expect(policy.next(600_001)).toEqual({ kind: 'restart', delayMs: 1_000 });
  });
});

describe("a program's log", () => {
  it('gives its last lines', () => {
    const path = join(folder, 'logs', 'x.log');
    const log = new LogFile(path);
    writeFileSync(log.descriptor, `${Array.from({ length: 2_000 }, (_, line) => `line ${line}`).join('\n')}\n`);
    expect(log.lastLines()).toEqual(Array.from({ length: 8 }, (_, index) => `line ${1_992 + index}`));
    log.close();
  });

  it('makes room when it has grown large, and keeps what it held', () => {
    const path = join(folder, 'x.log');
    writeFileSync(path, Buffer.alloc(17 * 1024 * 1024, 'x'));
    const log = new LogFile(path);
    writeFileSync(log.descriptor, 'new\n');
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('new\n');
    expect(statSync(`${path}.1`).size).toBe(17 * 1024 * 1024);
  });

  it('gives its old content up when the disk has no room for it', () => {
    const path = join(folder, 'x.log');
    mkdirSync(join(`${path}.1`, 'in the way'), { recursive: true });
    writeFileSync(path, Buffer.alloc(17 * 1024 * 1024, 'x'));
    const log = new LogFile(path);
    writeFileSync(log.descriptor, 'new\n');
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('new\n');
  });

  it('has no last lines when somebody removed it', () => {
    const path = join(folder, 'x.log');
    const log = new LogFile(path);
    rmSync(path);
    expect(log.lastLines()).toEqual([]);
    log.close();
  });
});
