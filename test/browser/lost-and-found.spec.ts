import type { RunningPeer } from '#test/processes/running-peer';
import { CuttableLine } from './cuttable-line.ts';
import { Stage } from './stage.ts';
import { mineOne } from './wallet-steps.ts';

/** What Chromium says when a peer is gone or a line is cut. */
const CONNECTION_LOST = /net::ERR_(CONNECTION_|INCOMPLETE_CHUNKED|EMPTY_RESPONSE|NETWORK_|SOCKET_)/;

describe('a page that loses its peer', () => {
  let stage: Stage;
  let peer: RunningPeer;

  beforeAll(async () => {
    stage = await Stage.open();
    peer = await stage.network.peer('one');
    await peer.makeWallet();
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it('says so when the peer is killed, and goes on by itself when it is back', async () => {
    const visitor = await stage.visitor(peer, { expected: [CONNECTION_LOST] });
    await mineOne(visitor);
    const opened = await visitor.page.evaluate('performance.timeOrigin');
    await peer.kill();
    await visitor.sees('peer lost');
    await visitor.sees(/does not answer/);
    await peer.startAgain();
    await visitor.sees(/^live$/);
    await visitor.page
      .getByText(/does not answer/)
      .first()
      .waitFor({ state: 'hidden' });
    await mineOne(visitor);
    await visitor.sees(/^2 cheeses on the/);
    expect(await visitor.page.evaluate('performance.timeOrigin')).toBe(opened);
  }, 120_000);

  it('opens the event stream again when it was cut, from the last event it heard', async () => {
    const line = await CuttableLine.to(peer.http);
    try {
      const visitor = await stage.stranger(line.http, { token: peer.token, expected: [CONNECTION_LOST] });
      await visitor.page.waitForRequest(/\/v1\/events/);
      await peer.mine(1);
      await visitor.sees(/^3 cheeses on the/);
      const again = visitor.page.waitForRequest(/\/v1\/events/);
      line.cut();
      await peer.mine(1);
      expect((await again).headers()['last-event-id']).toMatch(/^\d+/);
      await visitor.sees(/^4 cheeses on the/);
      await visitor.sees(/^live$/);
    } finally {
      await line.close();
    }
  }, 120_000);
});

describe('a page without the right token', () => {
  let stage: Stage;
  let peer: RunningPeer;

  beforeAll(async () => {
    stage = await Stage.open();
    peer = await stage.network.peer('one');
    await peer.makeWallet();
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it.each([
    ['no token', undefined],
    ['a wrong one', 'not-the-token-of-this-peer'],
  ])(
    'shows the chain with %s, keeps the wallet shut, and opens it to the link pasted by hand',
    async (_, token) => {
      const visitor = await stage.stranger(peer.http, {
        ...(token === undefined ? {} : { token }),
        expected: [/status of 401/],
      });
      await visitor.sees(/cheeses? on the/);
      const wallet = visitor.part('Wallet');
      const input = wallet.getByLabel('Link or token');
      await input.waitFor();
      expect(await wallet.getByText('not the right one').count()).toBe(token === undefined ? 0 : 1);
      await input.fill('another-that-is-wrong');
      await visitor.press('Use it', wallet);
      await visitor.sees('not the right one', wallet);
      await input.fill(`${peer.http}/#token=${peer.token}`);
      await visitor.press('Use it', wallet);
      await visitor.sees('Your address', wallet);
    },
    120_000,
  );

  it('takes the token out of the address bar at once', async () => {
    const visitor = await stage.visitor(peer);
    await visitor.sees('Your address');
    expect(visitor.page.url()).toBe(`${peer.http}/#/`);
  }, 60_000);
});
