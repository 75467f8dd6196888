import { type MempoolRefusal, mempoolRules } from '#domain/mempool/mempool.errors';
import { type CursorRefusal, cursorRules } from '#domain/mempool/open-page';
import { type EventRefusal, eventRules } from '../../events/event.errors.ts';
import { type Explanation, explain } from '../explanation.ts';

const FEE = 'the fee, in crumbs';
const NEEDED_FEE = 'the least fee that would do now, in crumbs';
const RATE = 'the fee rate, in crumbs per byte';
const FLOOR = 'the least rate that stays, in crumbs per byte';
const NONCE = 'the nonce of the transaction';

/** Of open transactions. */
export const MEMPOOL_EXPLANATIONS: readonly Explanation[] = [
  ...explain<MempoolRefusal>(
    'open transactions',
    mempoolRules,
    {
      'mempool-known': { id: 'the transaction' },
      'mempool-fee-too-low': { fee: FEE, needed: NEEDED_FEE },
      'mempool-new-account-fee': { fee: FEE, needed: NEEDED_FEE },
      'mempool-nonce-used': { nonce: NONCE, expected: 'the next one of the sender' },
      'mempool-nonce-too-far': { nonce: NONCE, highest: 'the highest that is taken now' },
      'mempool-account-full': { maximum: 'how many one account may have' },
      'mempool-account-gap-full': {
        maximum: 'how many of one account may wait for an earlier nonce',
        expected: 'the nonce that they wait for',
      },
      'mempool-gap-full': { maximum: 'how many of all accounts may wait', rate: RATE, floor: FLOOR },
      'mempool-balance-insufficient': {
        balance: 'the confirmed balance of the sender, in crumbs',
        needed: 'this transaction and all earlier open ones of the sender, fees included, in crumbs',
      },
      'mempool-replacement-fee': { fee: FEE, needed: NEEDED_FEE },
      'mempool-replacement-uncovers': {
        fee: FEE,
        needed: NEEDED_FEE,
        uncovered: 'how many later transactions of the sender it would leave without funds',
      },
      'mempool-full': { rate: RATE, floor: FLOOR },
      'mempool-expired': {
        firstSeenMs: 'when it became open, milliseconds since 1970',
        maximumAgeMs: 'how long one may be open, in milliseconds',
      },
      'mempool-busy': { maximum: 'how many may wait' },
    },
    {
      'mempool-known': 'There is nothing to do: GET /v1/transactions/{id} tells how it fares.',
      'mempool-fee-too-low': 'Pay the rate that GET /v1/fees names, or leave the fee out where the wallet chooses it.',
      'mempool-nonce-used': 'Sign it anew with the next nonce; or the payment has been made already.',
      'mempool-balance-insufficient': 'Wait until what the account was paid is confirmed, or pay less.',
      'mempool-full': 'Pay a higher fee rate, or wait until the pool has room.',
    },
  ),
  ...explain<CursorRefusal>('open transactions', cursorRules, {}),
  ...explain<EventRefusal>('open transactions', eventRules, { 'mempool-replaced': { by: 'the id of the other one' } }),
];
