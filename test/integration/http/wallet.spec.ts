import { MemoryKeystore } from '#adapters/memory/memory-keystore';
import { refused } from '#domain/primitives/result';
import type { WalletBody } from '#test/http/payment-fixture';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';

const WORDS = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const PASSWORD = 'a long sentence about cheese';

async function withPeer(run: (peer: TestPeer) => Promise<void>): Promise<void> {
  const peer = await startTestPeer();
  try {
    await run(peer);
  } finally {
    await peer.close();
  }
}

describe('the wallet over HTTP', () => {
  it('is missing at first, and says what to do', () =>
    withPeer(async ({ api }) => {
      expect(await api.refusal('GET', '/v1/wallet')).toBe('404 wallet-missing');
      expect(await api.refusal('POST', '/v1/wallet/lock')).toBe('404 wallet-missing');
      expect(await api.refusal('POST', '/v1/wallet/unlock', { body: { password: 'x' } })).toBe('404 wallet-missing');
      expect(await api.refusal('POST', '/v1/mining/blocks')).toBe('404 wallet-missing');
      const payment = { recipient: 'x', amount: 1 };
      expect(await api.refusal('POST', '/v1/wallet/transactions', { body: payment })).toBe('422 address-malformed');
    }));

  it('tells the words of a new wallet once and never again, and never a private key', () =>
    withPeer(async ({ api }) => {
      const created = await api.ok<{ mnemonic: string; address: string }>('POST', '/v1/wallet', {}, 201);
      expect(created).toEqual({
        address: expect.stringMatching(/^dcheese1q/),
        publicKey: expect.stringMatching(/^0[23][0-9a-f]{64}$/),
        mnemonic: expect.stringMatching(/^([a-z]+ ){11,23}[a-z]+$/),
      });
      const wallet = await api.call('GET', '/v1/wallet');
      expect(wallet.json).toEqual({
        address: created.address,
        publicKey: expect.stringMatching(/^0[23][0-9a-f]{64}$/),
        locked: false,
        encrypted: false,
        unlockedUntil: null,
        balance: 0,
        nonce: 0,
        immature: 0,
        pending: { incoming: 0, outgoing: 0 },
      });
      expect(wallet.text).not.toContain(created.mnemonic);
    }));

  it('restores a wallet from its words, and does not repeat them', () =>
    withPeer(async ({ api }) => {
      const restored = await api.ok('POST', '/v1/wallet', { body: { mnemonic: WORDS } }, 201);
      expect(restored).toEqual({ address: expect.any(String), publicKey: expect.any(String) });
      const again = await startTestPeer();
      try {
        expect(await again.api.ok('POST', '/v1/wallet', { body: { mnemonic: ` ${WORDS} ` } }, 201)).toEqual(restored);
      } finally {
        await again.close();
      }
    }));

  it('of many made at once one wins, and none is overwritten', () =>
    withPeer(async ({ api }) => {
      const calls = Array.from({ length: 6 }, () => api.call<{ address: string; code: string }>('POST', '/v1/wallet'));
      const answers = await Promise.all(calls);
      const made = answers.filter(({ status }) => status === 201);
      expect(made).toHaveLength(1);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
      expect(await api.refusal('POST', '/v1/wallet', { body: { mnemonic: WORDS } })).toBe('409 wallet-exists');
      expect((await api.ok<WalletBody>('GET', '/v1/wallet')).address).toBe(made[0]?.json.address);
    }));

  it.each([
    [{ mnemonic: 'cheese' }, '422 mnemonic-length'],
    [{ mnemonic: WORDS.replace('about', 'cheddar') }, '422 mnemonic-word'],
    [{ mnemonic: WORDS.replace('about', 'abandon') }, '422 mnemonic-checksum'],
    [{ mnemonic: '' }, '400 request-invalid'],
    [{ mnemonic: 'x'.repeat(513) }, '400 request-invalid'],
    [{ password: '' }, '400 request-invalid'],
    [{ password: 'x'.repeat(1_025) }, '400 request-invalid'],
    [{ password: 5 }, '400 request-invalid'],
    [{ passphrase: 'x' }, '400 request-invalid'],
  ])('makes none from %j', (body, code) =>
    withPeer(async ({ api }) => {
      const { problem } = await api.problem('POST', '/v1/wallet', { body });
      expect(`${problem.status} ${problem.code}`).toBe(code);
      expect(JSON.stringify(problem)).not.toContain('abandon');
      expect(await api.refusal('GET', '/v1/wallet')).toBe('404 wallet-missing');
    }),
  );

  it('with a password it can be locked, unlocked for a time, and told again', () =>
    withPeer(async ({ api }) => {
      const { mnemonic } = await api.ok<{ mnemonic: string }>(
        'POST',
        '/v1/wallet',
        { body: { password: PASSWORD } },
        201,
      );
      expect(await api.ok('POST', '/v1/wallet/lock')).toMatchObject({ locked: true, encrypted: true });
      const payment = { recipient: (await api.ok<WalletBody>('GET', '/v1/wallet')).address, amount: 1 };
      expect(await api.refusal('POST', '/v1/wallet/transactions', { body: payment })).toBe('423 wallet-locked');
      expect(await api.refusal('POST', '/v1/wallet/unlock', { body: { password: 'wrong' } })).toBe(
        '403 wallet-password-wrong',
      );
      const wish = { password: PASSWORD, seconds: 60 };
      const unlocked = await api.ok<{ locked: boolean; unlockedUntil: string }>('POST', '/v1/wallet/unlock', {
        body: wish,
      });
      expect(unlocked.locked).toBe(false);
      const leftMs = Date.parse(unlocked.unlockedUntil) - Date.now();
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(60_000);
      expect(await api.ok('POST', '/v1/wallet/unlock', { body: { password: PASSWORD, seconds: null } })).toMatchObject({
        locked: false,
        unlockedUntil: null,
      });
      expect(await api.refusal('POST', '/v1/wallet/export', { body: { password: 'wrong' } })).toBe(
        '403 wallet-password-wrong',
      );
      expect(await api.ok('POST', '/v1/wallet/export', { body: { password: PASSWORD } })).toEqual({ mnemonic });
    }));

  it.each([
    [{}, 'password'],
    [{ password: PASSWORD, seconds: 0 }, 'seconds'],
    [{ password: PASSWORD, seconds: 604_801 }, 'seconds'],
    [{ password: PASSWORD, seconds: 1.5 }, 'seconds'],
    [{ password: PASSWORD, seconds: '60' }, 'seconds'],
  ])('does not unlock for %j', (body, field) =>
    withPeer(async ({ api }) => {
      const { problem } = await api.problem('POST', '/v1/wallet/unlock', { body });
      expect(problem['errors']).toEqual([{ field, detail: expect.any(String) }]);
    }),
  );

  it('without a password it is never locked, and there is none to ask for', () =>
    withPeer(async ({ api }) => {
      await api.ok('POST', '/v1/wallet', {}, 201);
      expect(await api.refusal('POST', '/v1/wallet/lock')).toBe('409 wallet-not-encrypted');
      expect(await api.refusal('POST', '/v1/wallet/unlock', { body: { password: 'x' } })).toBe(
        '409 wallet-not-encrypted',
      );
      expect(await api.refusal('POST', '/v1/wallet/export', { body: { password: 'x' } })).toBe(
        '409 wallet-not-encrypted',
      );
    }));

  it('a damaged keystore is told as such, and everything else goes on', async () => {
    class DamagedKeystore extends MemoryKeystore {
      override async load() {
        return refused({ code: 'keystore-damaged' as const, where: 'memory', detail: 'a bit fell over' });
      }
    }
    const peer = await startTestPeer({ keystore: new DamagedKeystore() });
    try {
      expect(await peer.api.refusal('GET', '/v1/wallet')).toBe('503 keystore-damaged');
      expect(await peer.api.refusal('POST', '/v1/wallet')).toBe('503 keystore-damaged');
      expect(await peer.api.refusal('POST', '/v1/mining/blocks')).toBe('503 keystore-damaged');
      await peer.api.ok('GET', '/v1/chain');
    } finally {
      await peer.close();
    }
  });
});
