import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLAINTEXT_PORT } from '../docs/example-capture.ts';

const DISSECTOR = fileURLToPath(new URL('../../../tools/wireshark/cheesechain.lua', import.meta.url));
/** Packets of TCP alone say nothing, and take their time to be described. */
const OURS = 'cheesechain or cheesechain_frames';
const INSTALL_TIMEOUT_MS = 180_000;
const TSHARK_TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 268_435_456;

/** A field as the dissector read it: how it shows it, and its bytes in hex. */
export interface SeenField {
  readonly name: string;
  readonly show: string;
  readonly value: string;
}

/** What tshark says of a capture. */
export interface Dissection {
  /** The dissector's fields of each packet that has any, in their order, without the prefix `cheesechain.`. */
  readonly packets: readonly (readonly SeenField[])[];
  /** Everything, to look for errors in. */
  readonly text: string;
}

/** Whether there is a tshark. */
export function hasTshark(): boolean {
  return spawnSync('tshark', ['--version'], { timeout: TSHARK_TIMEOUT_MS }).status === 0;
}

/** Whether there is a tshark; on Debian root gets one installed. */
export function ensureTshark(): boolean {
  if (hasTshark()) return true;
  if (process.platform !== 'linux' || userInfo().uid !== 0) return false;
  const options = { timeout: INSTALL_TIMEOUT_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], options);
  spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'tshark'], options);
  return hasTshark();
}

/** Reads a capture with our dissector; `encryptedPorts` are those of sessions, beside the usual ones. */
export async function dissect(capture: Uint8Array, encryptedPorts: readonly number[] = []): Promise<Dissection> {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-tshark-'));
  try {
    const file = join(folder, 'capture.pcap');
    writeFileSync(file, capture);
    const decodeAs = [
      `tcp.port==${PLAINTEXT_PORT},cheesechain_frames`,
      ...encryptedPorts.map((port) => `tcp.port==${port},cheesechain`),
    ].flatMap((rule) => ['-d', rule]);
    const text = await run(['-X', `lua_script:${DISSECTOR}`, ...decodeAs, '-r', file, '-Y', OURS, '-T', 'pdml']);
    return { packets: packetsOf(text), text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'tshark',
      options,
      { timeout: TSHARK_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`tshark failed: ${stderr}`, { cause: error }));
        else resolve(stdout + stderr);
      },
    );
  });
}

function packetsOf(pdml: string): SeenField[][] {
  const packets = pdml.split('<packet>').map((packet) =>
    [...packet.matchAll(/<field name="cheesechain\.([^"]*)"([^>]*)>/g)].map(([, name, attributes]) => ({
      name: name as string,
      show: attribute(attributes as string, 'show'),
      value: attribute(attributes as string, 'value'),
    })),
  );
  return packets.filter((fields) => fields.length > 0);
}

function attribute(attributes: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
}
