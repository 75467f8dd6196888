import { freePort } from '#test/processes/free-port';
import { composeCommand, docker } from './container-engine.ts';
import { eventually } from './eventually.ts';
import { httpCall } from './http-call.ts';
import { TEST_TAG } from './images.ts';
import { PeerContainer, type Tip } from './peer-container.ts';
import { runCommand } from './run-command.ts';

/** Compose waits for health, one program after another. */
const COMPOSE_TIMEOUT_MS = 4 * 60_000;
/** Enough for the most peers that a test has, twice over. */
const PUBLISHED_PORTS = 20;

/** A project of its own from the docker-compose.yml that users have, on ports that are free. */
export class ComposeProject {
  private token = '';

  private constructor(
    readonly name: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async create(name: string, env: Readonly<Record<string, string>> = {}): Promise<ComposeProject> {
    const first = await freePort(PUBLISHED_PORTS);
    const project = new ComposeProject(name, {
      TAG: TEST_TAG,
      TRACKER_HTTP_PORT: String(await freePort()),
      PEER_HTTP_PORTS: `${first}-${first + PUBLISHED_PORTS - 1}`,
      ...env,
    });
    await project.destroy();
    return project;
  }

  /** `docker compose …` in this project. */
  async compose(...args: string[]): Promise<string> {
    const [command = '', ...first] = await composeCommand();
    return runCommand(command, [...first, '--project-name', this.name, ...args], {
      env: this.env,
      timeoutMs: COMPOSE_TIMEOUT_MS,
    });
  }

  /** Brings up what is missing with so many peers, takes down what is too much, and waits until all of them answer. */
  async up(peers: number, ...options: string[]): Promise<PeerContainer[]> {
    await this.compose('up', '--detach', '--no-build', '--scale', `peer=${peers}`, ...options);
    this.token = await this.readToken();
    return eventually(
      `${peers} peers answer`,
      async () => {
        const found = await this.peers();
        await Promise.all(found.map((peer) => peer.chain()));
        return found;
      },
      (found) => found.length === peers,
    );
  }

  /** The peers that run now. */
  async peers(): Promise<PeerContainer[]> {
    const ids = await this.containersOf('peer');
    const states = await Promise.all(ids.map((id) => docker(['inspect', '--format', '{{.State.Running}}', id])));
    return ids.filter((_, at) => states[at] === 'true').map((id) => new PeerContainer(id, this.token));
  }

  /** The one container of a service, running or not. */
  async containerOf(service: string): Promise<string> {
    const [id] = await this.containersOf(service);
    if (id === undefined) throw new Error(`no container of ${service}`);
    return id;
  }

  /** Every container of a service, running or not. */
  async containersOf(service: string): Promise<string[]> {
    const labels = [`com.docker.compose.project=${this.name}`, `com.docker.compose.service=${service}`];
    const listed = await docker([
      'ps',
      '--all',
      '--quiet',
      ...labels.flatMap((label) => ['--filter', `label=${label}`]),
    ]);
    return listed.split('\n').filter((id) => id !== '');
  }

  /** The tracker's list of peers. */
  async trackedPeers(): Promise<{ readonly id: string; readonly host: string }[]> {
    const url = `http://127.0.0.1:${this.env['TRACKER_HTTP_PORT']}/v1/peers`;
    const { status, body } = await httpCall('GET', url, { token: this.token });
    if (status !== 200) throw new Error(`the tracker answers ${status}`);
    return (JSON.parse(body) as { peers: { id: string; host: string }[] }).peers;
  }

  /** Waits until all these peers have one tip, of at least this height. */
  agreement(peers: readonly PeerContainer[], height = 0, deadlineMs?: number): Promise<Tip[]> {
    return eventually(
      `${peers.length} peers agree at height ${height} or above`,
      async () =>
        (await Promise.all(peers.map((peer) => peer.chain()))).map(({ height, tipHash }) => ({ height, tipHash })),
      ([first, ...others]) =>
        first !== undefined && first.height >= height && others.every(({ tipHash }) => tipHash === first.tipHash),
      deadlineMs,
    );
  }

  /** Takes everything down and keeps what lasts. */
  async down(): Promise<void> {
    await this.compose('down');
  }

  /** Takes everything down and forgets it. */
  async destroy(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans');
  }

  /** What the containers said, for a test that failed. */
  logs(): Promise<string> {
    return this.compose('logs', '--no-color', '--tail', '30');
  }

  private async readToken(): Promise<string> {
    const tracker = await this.containerOf('tracker');
    return docker(['exec', tracker, 'cat', '/run/cheesechain/api-token']);
  }
}
