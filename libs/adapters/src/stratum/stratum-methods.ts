import { FREE_VERSION_BITS } from '#domain/block/structural-rules';
import { toHex } from '#domain/primitives/bytes';
import { EXTRANONCE2_BYTES } from '#domain/stratum/coinbase-parts';
import type { StratumConnection } from '#domain/stratum/stratum-connection';
import { readShare, readUint32Hex, readUser } from './share-parameters.ts';
import { refusalLine, resultLine } from './stratum-answer.ts';
import { uint32Hex } from './stratum-notices.ts';
import type { StratumRequest } from './stratum-request.ts';

/** A miner of today knows three extensions. */
const MAX_EXTENSIONS = 16;

/** What a method answers; `afterwards` is done after the answer is written. */
interface Answer {
  readonly line: string;
  readonly afterwards?: () => void;
}

type Method = (connection: StratumConnection, request: StratumRequest) => Answer | Promise<Answer>;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['mining.subscribe', subscribe],
  ['mining.authorize', authorize],
  ['mining.submit', submit],
  ['mining.configure', configure],
  // The extra nonce of a connection never changes, so there is nothing that such a subscriber would miss.
  ['mining.extranonce.subscribe', (_connection, { id }) => ({ line: resultLine(id, true) })],
]);

/** Answers one request of a miner. */
export async function answerRequest(connection: StratumConnection, request: StratumRequest): Promise<Answer> {
  const method = METHODS.get(request.method);
  return method?.(connection, request) ?? { line: refusalLine(request.id, { code: 'stratum-method-unknown' }) };
}

function subscribe(connection: StratumConnection, { id }: StratumRequest): Answer {
  connection.subscribe();
  const extranonce1 = toHex(connection.extranonce1);
  const subscriptions = ['mining.set_difficulty', 'mining.notify'].map((method) => [method, extranonce1]);
  return { line: resultLine(id, [subscriptions, extranonce1, EXTRANONCE2_BYTES]) };
}

function authorize(connection: StratumConnection, { id, params }: StratumRequest): Answer {
  const user = readUser(params[0]);
  if (user === undefined) return { line: refusalLine(id, { code: 'stratum-parameters-malformed' }) };
  const authorised = connection.authorise(user);
  if (!authorised.ok) return { line: refusalLine(id, authorised.refusal) };
  return { line: resultLine(id, true), afterwards: () => connection.begin() };
}

async function submit(connection: StratumConnection, { id, params }: StratumRequest): Promise<Answer> {
  const read = readShare(params);
  if (read === undefined) return { line: refusalLine(id, { code: 'stratum-parameters-malformed' }) };
  const outcome = await connection.submit(read.user, read.share);
  return { line: outcome.ok ? resultLine(id, true) : refusalLine(id, outcome.refusal) };
}

/** BIP 310: version rolling is agreed on, of other extensions only that they are not known. */
function configure(connection: StratumConnection, { id, params }: StratumRequest): Answer {
  const [names, options] = params;
  if (!Array.isArray(names) || names.length > MAX_EXTENSIONS || !names.every((name) => typeof name === 'string')) {
    return { line: refusalLine(id, { code: 'stratum-parameters-malformed' }) };
  }
  const result: [string, unknown][] = [];
  for (const name of names as string[]) {
    if (name !== 'version-rolling') {
      result.push([name, name === 'subscribe-extranonce']);
      continue;
    }
    const asked = (options as Record<string, unknown> | null | undefined)?.['version-rolling.mask'];
    const mask = connection.rollVersions(readUint32Hex(asked) ?? FREE_VERSION_BITS);
    result.push(['version-rolling', true], ['version-rolling.mask', uint32Hex(mask)]);
  }
  return { line: resultLine(id, Object.fromEntries(result)) };
}
