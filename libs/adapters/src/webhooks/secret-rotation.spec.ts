import { rotateSecret, secretsAt, type WebhookSecrets } from './secret-rotation.ts';

const NOW_MS = 1_000_000;
const FIRST: WebhookSecrets = { secret: 'whsec_a', oldSecrets: [] };

/** The secrets after these rotations, a second apart, each with an overlap of a minute. */
function rotated(...nexts: readonly string[]): WebhookSecrets {
  return nexts.reduce<WebhookSecrets>((secrets, next, at) => {
    const result = rotateSecret(secrets, next, 60, NOW_MS + at * 1_000);
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value;
  }, FIRST);
}

describe('the secrets of a subscription', () => {
  it('sign together until the overlap is over', () => {
    const secrets = rotated('whsec_b');
    expect(secretsAt(secrets, NOW_MS)).toEqual(['whsec_b', 'whsec_a']);
    expect(secretsAt(secrets, NOW_MS + 59_999)).toEqual(['whsec_b', 'whsec_a']);
    expect(secretsAt(secrets, NOW_MS + 60_000)).toEqual(['whsec_b']);
  });

  it('are the same when the newest is given again', () => {
    expect(rotated('whsec_b', 'whsec_b')).toEqual(rotated('whsec_b'));
  });

  it('go back to an older one, which is then not there twice', () => {
    expect(secretsAt(rotated('whsec_b', 'whsec_a'), NOW_MS)).toEqual(['whsec_a', 'whsec_b']);
  });

  it('end at once without an overlap', () => {
    expect(rotateSecret(rotated('whsec_b', 'whsec_c'), 'whsec_d', 0, NOW_MS)).toEqual({
      ok: true,
      value: { secret: 'whsec_d', oldSecrets: [] },
    });
    expect(rotateSecret(rotated('whsec_b'), 'whsec_b', 0, NOW_MS)).toMatchObject({ value: { oldSecrets: [] } });
  });

  it('are four at most; one more is taken when one has ended', () => {
    const four = rotated('whsec_b', 'whsec_c', 'whsec_d');
    expect(rotateSecret(four, 'whsec_e', 60, NOW_MS + 3_000)).toEqual({
      ok: false,
      refusal: { code: 'webhook-secrets-full', maximum: 3 },
    });
    const later = rotateSecret(four, 'whsec_e', 60, NOW_MS + 60_500);
    expect(later.ok && secretsAt(later.value, NOW_MS + 60_500)).toEqual(['whsec_e', 'whsec_d', 'whsec_c', 'whsec_b']);
  });
});
