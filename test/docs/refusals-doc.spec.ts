import { readFileSync } from 'node:fs';
import { allExplanations, EXPLANATIONS } from '#adapters/explain/explanations';
import { explanationsTable } from '#adapters/explain/explanations-table';
import { RULE_CATALOGUE } from '#adapters/http/problems/rule-catalogue';

const page = readFileSync(new URL('../../docs/refusals.md', import.meta.url), 'utf8');

describe('docs/refusals.md', () => {
  it('is what `npm run docs` writes', () => {
    expect(page).toContain(explanationsTable());
  });

  it('explains every code that a call can be refused with, in the words of its rule book', () => {
    for (const [code, rule] of Object.entries(RULE_CATALOGUE)) {
      expect([code, EXPLANATIONS.get(code)?.rule]).toEqual([code, rule]);
    }
  });

  it('explains every code that the protocol names', () => {
    const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
    const codes = [...protocol.matchAll(/^\| `([a-z]+(?:-[a-z]+)+)` \|/gm)].map(([, code]) => code as string);
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !EXPLANATIONS.has(code))).toEqual([]);
  });

  it('has each code once, with a sentence, and says what each value means', () => {
    const codes = allExplanations().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, rule, values, remedy } of allExplanations()) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([code, rule]).toEqual([code, expect.stringMatching(/^\p{Lu}.*[.)]$/su)]);
      expect([code, remedy ?? 'None.']).toEqual([code, expect.stringMatching(/^\p{Lu}.*\.$/su)]);
      for (const { meaning } of values) expect(meaning).toMatch(/\S/);
    }
  });
});
