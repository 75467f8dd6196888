import { readFileSync } from 'node:fs';
import { maxPayloadBytes, ONE_WAY_CODECS, REQUEST_CODECS, RESPONSE_CODECS } from '#adapters/wire/protocol';
import { COMMANDS } from '#domain/peer-network/commands';

const dissector = readFileSync(new URL('../../tools/wireshark/cheesechain.lua', import.meta.url), 'utf8');

describe('tools/wireshark/cheesechain.lua', () => {
  // What it makes of their bytes is for the slow suite, where there is a tshark.
  it('knows every command with its number, longest payload and flags, and no other', () => {
    const table = dissector.slice(
      dissector.indexOf('local COMMANDS = {'),
      dissector.indexOf('\n}\n', dissector.indexOf('local COMMANDS = {')),
    );
    const rows = table.split(/\n {2}\[/).slice(1);
    const told = rows.map((row) => {
      const [, number, name, cap] = /^(\d+)\] = \{ '([A-Z]+)', (\d+)/.exec(row) ?? [];
      const flags = ['request', 'response', 'oneWay'].filter((flag) => row.includes(`${flag} =`));
      return [name, Number(number), Number(cap), ...flags];
    });
    const expected = Object.entries(COMMANDS).map(([name, number]) => {
      const tables = { request: REQUEST_CODECS, response: RESPONSE_CODECS, oneWay: ONE_WAY_CODECS };
      const flags = Object.entries(tables).flatMap(([flag, codecs]) => (Object.hasOwn(codecs, name) ? [flag] : []));
      return [name, number, maxPayloadBytes(number), ...flags];
    });
    expect(told).toEqual(expected);
  });
});
