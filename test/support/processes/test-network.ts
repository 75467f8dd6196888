import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrackerClient } from '#client/tracker-client';
import { freePort } from './free-port.ts';
import { Program } from './program.ts';
import { RunningPeer } from './running-peer.ts';

/** Trackers and peers as real processes below one temporary folder; all of them end with {@link close}. */
export class TestNetwork {
  readonly peers: RunningPeer[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'cheesechain-e2e-'));
  private readonly programs: Program[] = [];

  /** Where the data of a name is. */
  folderOf(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a tracker; started again with the same ports and name it has the same folder. */
  async tracker(
    ports?: { readonly http: number; readonly tcp: number } | undefined,
    name = 'tracker',
    settings: Readonly<Record<string, string>> = {},
  ): Promise<RunningTracker> {
    const { http, tcp } = ports ?? { http: await freePort(), tcp: await freePort() };
    const program = new Program('tracker', {
      CHEESE_DATA_DIR: this.folderOf(name),
      CHEESE_HTTP_PORT: String(http),
      CHEESE_P2P_PORT: String(tcp),
      CHEESE_P2P_HOST: '127.0.0.1',
      ...settings,
    });
    this.programs.push(program);
    const url = `http://127.0.0.1:${http}`;
    await program.ready(url);
    const token = (): string => readFileSync(join(this.folderOf(name), 'api-token'), 'utf8').trim();
    const client = new TrackerClient({ tracker: url, token });
    return { program, client, http: url, tcp: `127.0.0.1:${tcp}`, ports: { http, tcp } };
  }

  async peer(name: string, settings: Readonly<Record<string, string>> = {}): Promise<RunningPeer> {
    const peer = await RunningPeer.start(this.folderOf(name), settings);
    this.peers.push(peer);
    return peer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.peers.map((peer) => peer.kill()), ...this.programs.map((program) => program.kill())]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface RunningTracker {
  readonly program: Program;
  /** With the access token that it made for itself: every path and answer is checked against the API's document. */
  readonly client: TrackerClient;
  readonly http: string;
  readonly tcp: string;
  readonly ports: { readonly http: number; readonly tcp: number };
}
