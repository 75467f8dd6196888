import { joinProofOf } from '#domain/peer-network/join-proof';
import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { SeededRandom } from '#test/seeded-random';
import type { JoinToken } from './admission-records.ts';
import { JOIN_TOKEN_LIFE_SECONDS, JoinTokens, MAX_OPEN_JOIN_TOKENS } from './join-tokens.ts';

describe('join tokens', () => {
  const clock = new ManualClock(1_800_000_000_000);
  const session = { peerId: testSigner(1).peerId, handshakeHash: new Uint8Array(32).fill(7) };
  const open = (): JoinTokens => new JoinTokens([], clock, new SeededRandom(1));
  const make = (tokens: JoinTokens): JoinToken => {
    const made = tokens.create();
    if (!made.ok) throw new Error(made.refusal.code);
    return made.value;
  };
  const spend = (tokens: JoinTokens, { token }: JoinToken) =>
    tokens.spend(session, joinProofOf(token, session.handshakeHash))?.code;

  it('are secrets of 32 bytes, each named by its hash', () => {
    const tokens = open();
    const [one, two] = [make(tokens), make(tokens)];
    expect(one.token).toMatch(/^[0-9a-f]{64}$/);
    expect(one.id).toMatch(/^[0-9a-f]{16}$/);
    expect([one.token === two.token, one.token.includes(one.id)]).toEqual([false, false]);
  });

  it('count for seven days', () => {
    const tokens = open();
    const [early, late] = [make(tokens), make(tokens)];
    clock.advance(JOIN_TOKEN_LIFE_SECONDS * 1000 - 1_000);
    expect(spend(tokens, early)).toBeUndefined();
    clock.advance(1_000);
    expect([spend(tokens, late), spend(tokens, early)]).toEqual(['join-token-expired', 'join-token-spent']);
    expect(tokens.openCount).toBe(0);
  });

  it('are bounded: so many open ones, and as many of those that were', () => {
    const tokens = open();
    const made = Array.from({ length: MAX_OPEN_JOIN_TOKENS }, () => make(tokens));
    expect(tokens.create()).toEqual({ ok: false, refusal: { code: 'join-tokens-full', limit: MAX_OPEN_JOIN_TOKENS } });
    for (const token of made) spend(tokens, token);
    const again = make(tokens);
    expect(spend(tokens, again)).toBeUndefined();
    expect(tokens.all()).toHaveLength(MAX_OPEN_JOIN_TOKENS);
    // The oldest is forgotten, and so unknown rather than spent.
    expect([spend(tokens, made[0] as JoinToken), spend(tokens, again)]).toEqual([
      'join-token-unknown',
      'join-token-spent',
    ]);
  });

  it('are not proved by what is shorter or longer', () => {
    const tokens = open();
    const proof = joinProofOf(make(tokens).token, session.handshakeHash);
    expect(tokens.spend(session, proof.slice(0, 31))?.code).toBe('join-token-unknown');
    expect(tokens.spend(session, new Uint8Array([...proof, 0]))?.code).toBe('join-token-unknown');
    expect(tokens.spend(session, new Uint8Array(0))?.code).toBe('join-token-missing');
    expect(tokens.spend(session, proof)).toBeUndefined();
  });
});
