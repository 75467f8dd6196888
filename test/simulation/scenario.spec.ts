import { checkScenario, MAX_SCENARIO_BYTES, parseScenario } from '#simulation/scenario/check-scenario';
import { namedScenario, RECIPES } from '#simulation/scenario/named-scenarios';
import { describeRefusal } from '#simulation/scenario/scenario.errors';
import { scenarioOf } from './scenario-of.ts';

const crash = { kind: 'crash', atSeconds: 10, forSeconds: 5, peer: 1, moment: 'now' };

/** Why a scenario is refused, in words. */
function refusalOf(value: unknown): string {
  const checked = checkScenario(value);
  return checked.ok ? 'taken' : `${checked.refusal.code}: ${describeRefusal(checked.refusal)}`;
}

describe('a scenario', () => {
  it('is taken when everything in it is known and in its range, and survives JSON', () => {
    const scenario = scenarioOf([crash]);
    expect(refusalOf(scenario)).toBe('taken');
    const parsed = parseScenario(JSON.stringify(scenario));
    expect(parsed.ok && parsed.value).toEqual(scenario);
  });

  it.each(Object.keys(RECIPES))('of the name %s is a proper one for every seed, and the same each time', (name) => {
    for (let seed = 1; seed <= 50; seed++) {
      const scenario = namedScenario(name, 2 + (seed % 30), seed);
      expect(refusalOf(scenario)).toBe('taken');
      expect(namedScenario(name, 2 + (seed % 30), seed)).toEqual(scenario);
    }
  });

  it('of no known name is none', () => {
    expect(namedScenario('toString', 10, 1)).toBeUndefined();
  });

  it.each([
    [null, /^scenario-not-an-object: scenario is no JSON object/],
    [[], /^scenario-not-an-object/],
    [scenarioOf([], { peers: 1 }), /^scenario-out-of-range: peers is 1, but takes a whole number from 2 to 200/],
    [scenarioOf([], { peers: 2.5 }), /peers is 2.5/],
    [scenarioOf([], { miners: 9 }), /miners is 9, but takes a whole number from 1 to the number of peers, 4/],
    [scenarioOf([], { name: '' }), /name is "", but takes a text of 1 to 64 characters/],
    [scenarioOf([], { durationSeconds: 1e9 }), /durationSeconds is 1000000000, but takes a number from 10 to 3600/],
    [scenarioOf([], { settleSeconds: Number.NaN }), /settleSeconds is null, but takes/],
    [{ ...scenarioOf([]), pears: 3 }, /^scenario-unknown-key: pears is unknown. Did you mean peers\?/],
    [{ ...scenarioOf([]), lines: 7 }, /^scenario-not-an-object: lines is no JSON object/],
    [{ ...scenarioOf([]), lines: { ...scenarioOf([]).lines, lossRate: 2 } }, /lines.lossRate is 2, but takes a number/],
    [{ ...scenarioOf([]), faults: 'none' }, /^scenario-out-of-range: faults is string, but takes a list/],
    [scenarioOf(Array.from({ length: 201 }, () => crash)), /^scenario-too-many-faults: faults has 201 faults/],
    [scenarioOf([{ ...crash, kind: 'flood' }]), /faults\[0\].kind is "flood", but takes one of partition/],
    [scenarioOf([{ ...crash, peer: 4 }]), /faults\[0\].peer is 4, but takes a whole number from 0 to 3/],
    [scenarioOf([{ ...crash, moment: 'soon' }]), /faults\[0\].moment is "soon", but takes one of now, connect/],
    [scenarioOf([{ ...crash, forSeconds: 51 }]), /^scenario-never-ends: faults\[0\] ends at 61 s, after .* 60 s/],
    [scenarioOf([{ kind: 'tracker-death', atSeconds: 1, forSeconds: 2, tracker: 1 }]), /tracker is 1, but takes/],
    [
      scenarioOf([{ kind: 'partition', atSeconds: 1, forSeconds: 2, side: [0, 0] }]),
      /side is \[0,0\], but takes a list/,
    ],
    [
      scenarioOf([{ kind: 'spam', atSeconds: 1, forSeconds: 2 }]),
      /^scenario-missing-key: faults\[0\].perSecond is missing/,
    ],
    [
      scenarioOf([{ kind: 'revocation', atSeconds: 1, forSeconds: 2, peer: 1 }]),
      /^scenario-missing-key: ticketLifeSeconds is missing: it takes a whole number from 60 to 604800/,
    ],
    [{ ...scenarioOf([]), ownAddress: 'felt' }, /ownAddress is "felt", but takes one of told, seen/],
    [scenarioOf([], { ticketLifeSeconds: 59 }), /ticketLifeSeconds is 59, but takes/],
    [
      scenarioOf([{ kind: 'stranger', atSeconds: 1, forSeconds: 2, pass: 'charm' }], { ticketLifeSeconds: 60 }),
      /pass is "charm", but takes one of none, noise, foreign/,
    ],
    [{ ...scenarioOf([]), faults: [5] }, /^scenario-not-an-object: faults\[0\] is no JSON object/],
  ])('is refused with the key and its range: %#', (value, why) => {
    expect(refusalOf(value)).toMatch(why);
  });

  it('is refused when it is no JSON, or too much of it', () => {
    expect(parseScenario('{')).toMatchObject({ refusal: { code: 'scenario-not-json' } });
    expect(parseScenario(' '.repeat(MAX_SCENARIO_BYTES + 1))).toMatchObject({
      refusal: { code: 'scenario-too-large' },
    });
  });
});
