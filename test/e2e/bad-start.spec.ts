import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '#test/processes/free-port';
import { Program } from '#test/processes/program';
import { TestNetwork } from '#test/processes/test-network';

describe('a peer that cannot start', () => {
  let network: TestNetwork;

  beforeEach(() => {
    network = new TestNetwork();
  });

  afterEach(() => network.close());

  const settingsIn = async (name: string): Promise<Record<string, string>> => ({
    CHEESE_DATA_DIR: network.folderOf(name),
    CHEESE_HTTP_PORT: String(await freePort()),
    CHEESE_P2P_PORT: String(await freePort()),
    CHEESE_P2P_HOST: '127.0.0.1',
  });

  it('names every variable that is wrong, what it got and what it takes', async () => {
    const peer = new Program('peer', { CHEESE_HTTP_PORT: 'eighty', CHEESE_P2P_PROT: '9009' });
    expect(await peer.exitCode()).toBe(2);
    expect(peer.output).toContain('CHEESE_HTTP_PORT');
    expect(peer.output).toContain('eighty');
    expect(peer.output).toContain('CHEESE_P2P_PORT');
  }, 60_000);

  it('says which variable changes a port that is in use, for either of its doors', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    for (const variable of ['CHEESE_HTTP_PORT', 'CHEESE_P2P_PORT']) {
      const peer = new Program('peer', { ...(await settingsIn(variable)), [variable]: String(port) });
      expect(await peer.exitCode()).toBe(2);
      expect(peer.output).toContain(variable);
    }
    taken.close();
  }, 120_000);

  it('leaves a damaged store as it is, and says so', async () => {
    const settings = await settingsIn('damaged');
    mkdirSync(network.folderOf('damaged'), { recursive: true });
    const file = join(network.folderOf('damaged'), 'chain.sqlite');
    writeFileSync(file, 'this is no cheese');
    const peer = new Program('peer', settings);
    expect(await peer.exitCode()).toBe(2);
    expect(peer.output).toMatch(/store-(damaged|foreign)/);
    expect(readFileSync(file, 'utf8')).toBe('this is no cheese');
  }, 60_000);

  it('runs without its wallet when the keystore is damaged, names the fault, and changes nothing', async () => {
    const folder = network.folderOf('keystore');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'wallet.json'), '{"version":1}');
    const peer = await network.peer('keystore');
    const wallet = await peer.call('GET', '/v1/wallet');
    expect(wallet.body['code']).toBe('keystore-damaged');
    expect((await peer.call('POST', '/v1/wallet', {})).body['code']).toBe('keystore-damaged');
    expect(readFileSync(join(folder, 'wallet.json'), 'utf8')).toBe('{"version":1}');
    expect((await peer.chain()).height).toBe(0);
  }, 60_000);

  it('finds its folder in use by another peer', async () => {
    const first = await network.peer('shared');
    const second = new Program('peer', { ...(await settingsIn('shared')) });
    expect(await second.exitCode()).toBe(2);
    expect(second.output).toContain('shared');
    expect((await first.chain()).height).toBe(0);
  }, 60_000);

  it('stops with exit code 0 when it is asked to', async () => {
    const peer = await network.peer('stopping');
    expect(await peer.stop()).toBe(0);
  }, 60_000);
});
