import { setTimeout as sleep } from 'node:timers/promises';
import { readApiToken } from '#adapters/data-directory/api-token';
import { CliFailure } from '../cli-failure.ts';
import type { ReadyPeer } from './panel.ts';
import { type LocalNetworkPlan, localEndpoint, type ProgramPlan } from './plan.ts';
import { Program } from './program.ts';
import { RestartPolicy } from './restart-policy.ts';
import { describeEnd, indented, waitUntilReady } from './wait-until-ready.ts';

/** A tracker and some peers as processes of this machine: started together, kept running, stopped together. */
export class LocalNetwork {
  readonly #plan: LocalNetworkPlan;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #apiToken: string | undefined;
  readonly #note: (line: string) => void;
  readonly #running = new Map<string, Program>();
  readonly #stopping = new AbortController();

  /**
   * @param options.apiToken the token that the environment gives to all peers; without one each has its own
   * @param options.note told, in a line each, what people should know while it runs
   */
  constructor(
    plan: LocalNetworkPlan,
    options: {
      readonly environment: NodeJS.ProcessEnv;
      readonly apiToken: string | undefined;
      readonly note: (line: string) => void;
    },
  ) {
    this.#plan = plan;
    this.#environment = options.environment;
    this.#apiToken = options.apiToken;
    this.#note = options.note;
  }

  /**
   * Starts everything and waits until all of it is ready. Throws a CliFailure, with nothing left running, when a
   * program ends before it is ready or is late.
   */
  async start(onReady: (name: string) => void): Promise<readonly ReadyPeer[]> {
    try {
      await this.#startReady(this.#plan.tracker, onReady);
      await Promise.all(this.#plan.peers.map((peer) => this.#startReady(peer, onReady)));
      if (this.#stopping.signal.aborted) return [];
      for (const program of this.#running.values()) void this.#keepRunning(program, new RestartPolicy());
      return this.#plan.peers.map((peer) => this.#readyPeer(peer));
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops the peers, then the tracker; what does not stop in time is killed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const programs = [...this.#running.values()];
    const isTracker = (program: Program): boolean => program.plan === this.#plan.tracker;
    await Promise.all(programs.filter((program) => !isTracker(program)).map((program) => program.stop()));
    await Promise.all(programs.filter(isTracker).map((program) => program.stop()));
  }

  /** Ends everything at once, without manners. */
  kill(): void {
    for (const program of this.#running.values()) program.kill();
  }

  async #startReady(plan: ProgramPlan, onReady: (name: string) => void): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    await waitUntilReady(this.#spawn(plan), () => this.#stopping.signal.aborted);
    if (!this.#stopping.signal.aborted) onReady(plan.name);
  }

  #spawn(plan: ProgramPlan): Program {
    const program = new Program(plan, this.#environment);
    this.#running.set(plan.name, program);
    return program;
  }

  #readyPeer(plan: ProgramPlan): ReadyPeer {
    const token = this.#apiToken ?? readApiToken(plan.dataDir);
    if (token === undefined) {
      throw new CliFailure(1, 'token-missing', `${plan.name} is ready but left no access token in ${plan.dataDir}.`);
    }
    return { http: `http://${localEndpoint(plan.httpPort)}`, tcp: localEndpoint(plan.tcpPort), token };
  }

  /** Starts a program again whenever it ends by itself, until that has happened too often. */
  async #keepRunning(first: Program, policy: RestartPolicy): Promise<void> {
    const { plan } = first;
    let program = first;
    for (;;) {
      const end = await program.ended;
      if (this.#stopping.signal.aborted) return;
      this.#note(`${describeEnd(plan.name, end)}. Its last words, from ${plan.logFile}:\n${indented(end.lastLines)}`);
      const decision = policy.next(performance.now());
      if (decision.kind === 'give-up') {
        this.#note(`${plan.name} stays down after ${decision.restarts} restarts; the others go on.`);
        return;
      }
      this.#note(`${plan.name} is started again in ${decision.delayMs / 1000} s.`);
      await sleep(decision.delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      program = this.#spawn(plan);
      void waitUntilReady(program, () => this.#stopping.signal.aborted).then(
        () => this.#note(`${plan.name} is ready again.`),
        () => undefined,
      );
    }
  }
}
