import { APIS_UNDER_TEST } from '#test/http/api-under-test';
import { type DocumentedOperation, documentedOperations } from '#test/http/documented-operations';
import { provokeMiningRefusals } from '#test/http/refusals/mining-refusals';
import { provokeReadRefusals } from '#test/http/refusals/read-refusals';
import { callEverything } from '#test/http/refusals/successes';
import { provokeTrackerAnswers } from '#test/http/refusals/tracker-answers';
import { provokeTransactionRefusals } from '#test/http/refusals/transaction-refusals';
import { provokeWalletRefusals } from '#test/http/refusals/wallet-refusals';

/** Of every operation of their form; `every-operation.spec.ts` calls each for each of them. */
const OF_EVERY_CALL: ReadonlySet<string> = new Set([
  'token-missing',
  'token-wrong',
  'host-not-allowed',
  'origin-not-allowed',
  'request-rate',
  'request-malformed',
  'request-invalid',
  'request-too-large',
  'request-media-type',
  'path-malformed',
  'path-too-long',
  'internal-error',
]);

/** Operations that did not answer as they should. */
function unanswered(operations: readonly DocumentedOperation[], seen: ReadonlySet<string>): string[] {
  const answers = (name: string) => [200, 201, 202, 204].some((status) => seen.has(`${name} ${status}`));
  return operations.flatMap(({ name }) => (answers(name) ? [] : [name]));
}

/** Documented refusals that did not occur, but for those of every call. */
function neverRefused(operations: readonly DocumentedOperation[], seen: ReadonlySet<string>): string[] {
  const own = operations.flatMap(({ name, codes }) =>
    codes.filter((code) => !OF_EVERY_CALL.has(code)).map((code) => `${name} ${code}`),
  );
  return own.filter((place) => !seen.has(place));
}

async function operationsOf(program: string): Promise<DocumentedOperation[]> {
  const open = APIS_UNDER_TEST.find(([name]) => name === program)?.[1];
  if (open === undefined) throw new Error(`no API of ${program}`);
  const subject = await open();
  await subject.close();
  return documentedOperations(subject.api.document);
}

// Each answer is held to the document as it comes.
describe('the document of the API of a peer', () => {
  let operations: DocumentedOperation[];
  beforeAll(async () => {
    operations = await operationsOf('a peer');
  });

  it('names no operation that does not answer as it says', async () => {
    // A stream without end; events.spec.ts listens to it.
    expect(unanswered(operations, await callEverything())).toEqual(['GET /v1/events']);
  }, 60_000);

  it('names no refusal of an operation that does not occur, and every answer is as it says', async () => {
    const provokers = [provokeReadRefusals, provokeWalletRefusals, provokeTransactionRefusals, provokeMiningRefusals];
    const seen = new Set<string>();
    for (const provoke of provokers) for (const each of await provoke()) seen.add(each);
    expect(neverRefused(operations, seen)).toEqual([]);
    expect(seen.size).toBeGreaterThan(150);
  }, 120_000);
});

describe('the document of the API of a tracker', () => {
  it('names no answer and no refusal that does not occur, and every answer is as it says', async () => {
    const operations = await operationsOf('a tracker');
    const seen = await provokeTrackerAnswers();
    expect([unanswered(operations, seen), neverRefused(operations, seen)]).toEqual([[], []]);
    const own = operations.flatMap(({ codes }) => codes.filter((code) => !OF_EVERY_CALL.has(code)));
    expect(new Set(own)).toEqual(
      new Set(['join-tokens-full', 'admission-not-kept', 'revocation-unknown', 'revocation-list-full']),
    );
  }, 60_000);
});
