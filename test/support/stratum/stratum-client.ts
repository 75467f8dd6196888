import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/** A job as `mining.notify` gives it. */
export interface ClientJob {
  readonly id: string;
  readonly params: readonly unknown[];
  readonly clean: boolean;
  readonly difficulty: number;
}

export interface ClientAnswer {
  readonly id: unknown;
  readonly result: unknown;
  readonly error: readonly [number, string, unknown] | null;
}

export interface FoundShare {
  readonly jobId: string;
  readonly extranonce2: string;
  readonly time: string;
  readonly nonce: string;
  /** As big-endian hex, the way hashes are shown. */
  readonly hash: string;
}

const DEADLINE_MS = 20_000;
const NONCES_PER_TURN = 5_000;

/**
 * A miner for the tests, written from the protocol's description alone: it imports nothing of this project, so a
 * mistake of the server cannot hide behind the same mistake here. Builds headers the way cpuminer does.
 */
export class StratumClient {
  /** Every line that came, in order. */
  readonly lines: string[] = [];
  readonly answers: ClientAnswer[] = [];
  readonly jobs: ClientJob[] = [];
  difficulty = 0;
  extranonce1 = '';
  extranonce2Bytes = 0;
  private extranonce2 = 0;
  private ids = 0;
  private buffered = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (text: string) => this.receive(text));
  }

  static async connect(port: number): Promise<StratumClient> {
    const socket = createConnection({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new StratumClient(socket);
  }

  /** The newest job. */
  get job(): ClientJob {
    const job = this.jobs.at(-1);
    if (job === undefined) throw new Error('no job came');
    return job;
  }

  /** The merkle branch of the newest job. */
  get branch(): readonly string[] {
    return this.job.params[4] as string[];
  }

  get closed(): boolean {
    return this.socket.destroyed || this.socket.readableEnded;
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** A request, and its answer. */
  async call(method: string, ...params: readonly unknown[]): Promise<ClientAnswer> {
    const id = ++this.ids;
    this.send(`${JSON.stringify({ id, method, params })}\n`);
    await this.until(() => this.answers.some((answer) => answer.id === id));
    return this.answers.find((answer) => answer.id === id) as ClientAnswer;
  }

  /** Subscribes, authorises, and waits for the first job. */
  async begin(user: string): Promise<void> {
    const { result } = await this.call('mining.subscribe', 'test-miner/1.0');
    const [, extranonce1, bytes] = result as [unknown, string, number];
    this.extranonce1 = extranonce1;
    this.extranonce2Bytes = bytes;
    const authorised = await this.call('mining.authorize', user, 'x');
    if (authorised.result !== true) throw new Error(`not authorised: ${JSON.stringify(authorised.error)}`);
    await this.until(() => this.jobs.length > 0);
  }

  /** Looks for a share of the newest job; begins anew when a clean job comes. */
  async findShare(versionBits = 0): Promise<FoundShare> {
    for (;;) {
      const found = await this.search(this.job, versionBits);
      if (found !== undefined) return found;
    }
  }

  submit(user: string, share: FoundShare, ...more: readonly unknown[]): Promise<ClientAnswer> {
    return this.call('mining.submit', user, share.jobId, share.extranonce2, share.time, share.nonce, ...more);
  }

  async until(condition: () => boolean, deadlineMs = DEADLINE_MS): Promise<void> {
    const end = performance.now() + deadlineMs;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`still not so: ${condition}; got ${this.lines.slice(-3).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private async search(job: ClientJob, versionBits: number): Promise<FoundShare | undefined> {
    const [, previous, part1, part2, branch, version, bits, time] = job.params as [
      string,
      string,
      string,
      string,
      string[],
      string,
      string,
      string,
    ];
    const extranonce2 = (this.extranonce2++).toString(16).padStart(2 * this.extranonce2Bytes, '0');
    let root = doubleSha(Buffer.from(part1 + this.extranonce1 + extranonce2 + part2, 'hex'));
    for (const right of branch) root = doubleSha(Buffer.concat([root, Buffer.from(right, 'hex')]));
    const header = Buffer.alloc(80);
    header.writeUInt32LE((Number.parseInt(version, 16) | versionBits) >>> 0, 0);
    Buffer.from(previous, 'hex').swap32().copy(header, 4);
    root.copy(header, 36);
    header.writeUInt32LE(Number.parseInt(time, 16), 68);
    header.writeUInt32LE(Number.parseInt(bits, 16), 72);
    const target = targetBytes(job.difficulty);
    for (let nonce = 0; nonce < 2 ** 32; nonce++) {
      header.writeUInt32LE(nonce, 76);
      const digest = doubleSha(header).reverse();
      if (digest.compare(target) <= 0) {
        const [nonceHex, id] = [nonce.toString(16).padStart(8, '0'), job.id];
        return { jobId: id, extranonce2, time, nonce: nonceHex, hash: digest.toString('hex') };
      }
      if (nonce % NONCES_PER_TURN !== 0) continue;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.job !== job && this.job.clean) return undefined;
      if (this.closed) throw new Error('the server closed the connection');
    }
    return undefined;
  }

  private receive(text: string): void {
    const parts = (this.buffered + text).split('\n');
    this.buffered = parts.pop() ?? '';
    for (const line of parts) {
      this.lines.push(line);
      const message = JSON.parse(line);
      if (message.method === 'mining.set_difficulty') this.difficulty = message.params[0];
      else if (message.method === 'mining.notify') {
        const [id] = message.params;
        this.jobs.push({ id, params: message.params, clean: message.params[8], difficulty: this.difficulty });
      } else this.answers.push(message);
    }
  }
}

/** The greatest hash of that difficulty, the highest byte first: 0xffff × 2^208 ÷ difficulty. */
function targetBytes(difficulty: number): Buffer {
  const target = ((0xffffn << 208n) * 65_536n) / BigInt(Math.round(difficulty * 65_536));
  return Buffer.from(target.toString(16).padStart(64, '0'), 'hex');
}

function doubleSha(bytes: Buffer): Buffer {
  return hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer');
}
