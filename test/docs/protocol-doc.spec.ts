import { readFileSync } from 'node:fs';
import { CHANNEL_CLOSING_RULES } from '#adapters/tcp/channel-closing.errors';
import * as places from '#adapters/tcp/connection-places';
import * as frame from '#adapters/tcp/frame';
import * as linger from '#adapters/tcp/linger-then-destroy';
import * as noise from '#adapters/tcp/noise-transport';
import * as channel from '#adapters/tcp/open-secure-channel';
import { encodePreambleGoodbye } from '#adapters/tcp/preamble-goodbye';
import { SESSION_RULES } from '#adapters/tcp/session.errors';
import * as session from '#adapters/tcp/session-limits';
import { DIAL_RULES } from '#adapters/tcp/transport.errors';
import {
  isOneWayCommand,
  isRequestCommand,
  maxPayloadBytes,
  RESPONSE_CODECS,
  RESPONSES,
} from '#adapters/wire/protocol';
import { blockStructureRules, deliveryRules } from '#domain/block/block.errors';
import { contextRules } from '#domain/chain/chain.errors';
import { compactRules } from '#domain/chain/target.errors';
import { ledgerRules } from '#domain/ledger/ledger.errors';
import { mempoolRules } from '#domain/mempool/mempool.errors';
import * as address from '#domain/peer-network/address-record';
import { TICKET_CLOCK_TOLERANCE_SECONDS, ticketRules } from '#domain/peer-network/admission-gate';
import { COMMANDS, type Command } from '#domain/peer-network/commands';
import { conductRules } from '#domain/peer-network/conduct.errors';
import * as walk from '#domain/peer-network/header-walk';
import * as limits from '#domain/peer-network/limits';
import { TICKET_SWEEP_INTERVAL_MS } from '#domain/peer-network/membership';
import * as misbehaviour from '#domain/peer-network/misbehaviour';
import * as budget from '#domain/peer-network/peer-budget';
import * as handlers from '#domain/peer-network/peer-handlers';
import type { PeerId } from '#domain/peer-network/peer-id';
import { MAX_REVOKED_SERIALS, revocationListRules } from '#domain/peer-network/revocation-list';
import { encodingRules } from '#domain/primitives/encoding.errors';
import * as unjoined from '#domain/tracker/unjoined-sessions';
import { transactionRules } from '#domain/transaction/transaction.errors';
import { protocolExamples } from '#test/docs/protocol-examples';
import { ManualClock } from '#test/manual-clock';

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

/** The rows of the table that follows these words, as lists of cells without backticks, without its head. */
function tableAfter(words: string): string[][] {
  const start = page.indexOf(words);
  if (start === -1) throw new Error(`the page does not say: ${words}`);
  const table = /(?:^\|.*\n)+/m.exec(page.slice(start))?.[0] ?? '';
  const rows = table.trimEnd().split('\n').slice(2);
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

/** The hex in the code block that follows a line that begins like this. */
function hexAfter(beginning: string): string {
  const start = page.indexOf(`\n${beginning}`, page.indexOf('\n## Examples'));
  const block = /```text\n([0-9a-f\n]+)```/.exec(page.slice(start));
  if (start === -1 || block === null) throw new Error(`the page has no bytes after ${beginning}`);
  return (block[1] as string).replaceAll('\n', '');
}

const numberOf = (cell: string | undefined) => Number(cell?.replaceAll(',', ''));
const codesOf = (...words: string[]) => new Set(words.flatMap((each) => tableAfter(each).map(([code]) => code)));

describe('docs/protocol.md', () => {
  it.each(Object.entries(protocolExamples()))('has the bytes of: %s', (name, hex) => {
    expect(hexAfter(name)).toBe(hex);
  });

  it('has every command with its number, flags, cap and answer', () => {
    const rows = tableAfter('The number of a command never changes').filter(([number]) => number !== 'any');
    const expected = (Object.keys(COMMANDS) as Command[]).map((name) => {
      const flags = [];
      if (isRequestCommand(name)) flags.push('request');
      if (Object.hasOwn(RESPONSE_CODECS, name)) flags.push('response');
      if (isOneWayCommand(name)) flags.push('one-way');
      const answers = isRequestCommand(name) ? RESPONSES[name].map((answer) => COMMANDS[answer]) : [];
      return [COMMANDS[name], name, flags.join(', '), maxPayloadBytes(COMMANDS[name]), answers.join(' or ')];
    });
    const told = rows.map(([number, name, flags, cap, answers]) => [
      Number(number),
      name,
      flags,
      numberOf(cap),
      answers,
    ]);
    expect(told).toEqual(expected);
  });

  it('has the limits and times as they are', () => {
    const named: Readonly<Record<string, unknown>> = {
      ...limits,
      ...session,
      ...places,
      ...frame,
      ...linger,
      ...noise,
      ...channel,
      ...address,
      ...misbehaviour,
      ...walk,
      ...handlers,
      ...unjoined,
      TICKET_CLOCK_TOLERANCE_SECONDS,
      TICKET_SWEEP_INTERVAL_MS,
      MAX_REVOKED_SERIALS,
    };
    for (const [name, value] of tableAfter('Those that a client should know')) {
      expect([name, numberOf(value)]).toEqual([name, Number(named[name as string])]);
    }
  });

  it('has what a session may ask and tell over time', () => {
    const rates = Object.entries(budget).filter(([, value]) => typeof value === 'object');
    const told = tableAfter('What one session may ask of a peer').map(([name, burst, perSecond]) => [
      name,
      { burst: numberOf(burst), perSecond: numberOf(perSecond) },
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(rates));
  });

  it('has the reasons of a goodbye in the clear', () => {
    const told = tableAfter('| Reason | Code').map(([reason, code]) => [Number(reason), code]);
    const codes = ['preamble-magic', 'preamble-version', 'preamble-genesis'] as const;
    expect(told).toEqual(codes.map((code) => [encodePreambleGoodbye(code)[2], code]));
  });

  it('has every code for which a dial fails, a channel ends or a request is refused', () => {
    const dials = codesOf('Why a connection gave no session');
    expect(dials).toEqual(new Set(Object.keys(DIAL_RULES)));
    const ends = codesOf('Why a session ended');
    for (const code of Object.keys(CHANNEL_CLOSING_RULES)) expect(ends).toContain(code);
    const errors = codesOf('What an error frame may say');
    for (const code of Object.keys({ ...SESSION_RULES, ...ticketRules })) expect(errors).toContain(code);
  });

  it('has the points of every breach, and no other', () => {
    const pointsOf = (code: string): number => {
      const scores = new misbehaviour.Misbehaviour(new ManualClock(0));
      scores.report('ab'.repeat(32) as PeerId, code);
      return scores.score('ab'.repeat(32) as PeerId);
    };
    const told = tableAfter('### Misbehaviour');
    for (const [code, points] of told) expect([code, pointsOf(code as string)]).toEqual([code, numberOf(points)]);
    const rules = {
      ...DIAL_RULES,
      ...CHANNEL_CLOSING_RULES,
      ...SESSION_RULES,
      ...encodingRules,
      ...transactionRules,
      ...blockStructureRules,
      ...deliveryRules,
      ...contextRules,
      ...compactRules,
      ...ledgerRules,
      ...mempoolRules,
      ...address.addressRecordRules,
      ...revocationListRules,
      ...conductRules,
    };
    const scored = Object.keys(rules).filter((code) => pointsOf(code) > 0);
    expect(new Set(told.map(([code]) => code))).toEqual(new Set(scored));
  });
});
