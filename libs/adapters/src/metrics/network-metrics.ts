import { Counter, type Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';
import { addCounters, addGauges } from './readings.ts';

/** What all sessions carried since the start, in bytes on the wire. */
export type ReadTraffic = () => { readonly bytesIn: number; readonly bytesOut: number };

/** Peers, catching up, and what is passed on. */
export function addNetworkMetrics(registry: Registry, { peers, events }: FullNode, traffic?: ReadTraffic): void {
  const { roster, misbehaviour, book, sync, blocks } = peers;
  addGauges(registry, [
    {
      name: 'cheesechain_sessions',
      help: 'Peers in session, by who dialled.',
      labelNames: ['direction'],
      read: () => {
        const all = roster.all();
        const outbound = all.filter(({ session }) => session.direction === 'outbound').length;
        return [
          [{ direction: 'outbound' }, outbound],
          [{ direction: 'inbound' }, all.length - outbound],
        ];
      },
    },
    { name: 'cheesechain_known_addresses', help: 'Addresses in the address book.', read: () => book.size },
    {
      name: 'cheesechain_banned_peers',
      help: 'Peers that are kept out now.',
      read: () => misbehaviour.bans().length,
    },
    {
      name: 'cheesechain_sync_behind_blocks',
      help: 'How far the chain that is followed is ahead; 0 when none is.',
      read: () => sync.behindBlocks,
    },
    {
      name: 'cheesechain_clock_offset_seconds',
      help: "This machine's time less that of the network's latest blocks, as they come; absent before three came.",
      read: () => {
        const { seconds } = blocks.clockOffset;
        return seconds === undefined ? [] : seconds;
      },
    },
  ]);
  addSessionCounters(registry, events);
  addRelayCounters(registry, peers, traffic);
}

function addSessionCounters(registry: Registry, events: FullNode['events']): void {
  const changes = new Counter({
    name: 'cheesechain_session_changes_total',
    help: 'Peers that came, left, or were banned since the start.',
    labelNames: ['change'],
    registers: [registry],
  });
  for (const change of ['joined', 'left', 'banned']) changes.inc({ change }, 0);
  events.subscribe((event) => {
    if (event.kind === 'peer-joined') changes.inc({ change: 'joined' });
    else if (event.kind === 'peer-left') changes.inc({ change: event.reason === 'banned' ? 'banned' : 'left' });
  });
}

function addRelayCounters(registry: Registry, peers: FullNode['peers'], traffic: ReadTraffic | undefined): void {
  const { blocks, transactions, server, sync } = peers;
  addCounters(registry, [
    {
      name: 'cheesechain_relay_blocks_received_total',
      help: 'Blocks from peers: put together from open transactions, fetched whole, or fetched to catch up.',
      labelNames: ['form'],
      read: () => [
        [{ form: 'compact' }, blocks.totals.compact],
        [{ form: 'whole' }, blocks.totals.whole],
        [{ form: 'sync' }, sync.fetchedBlocks],
      ],
    },
    {
      name: 'cheesechain_relay_block_announcements_total',
      help: 'Announcements of blocks to single peers: compact blocks, or hints to those who probably know.',
      labelNames: ['form'],
      read: () => [
        [{ form: 'compact' }, blocks.sentAnnouncements.inFull],
        [{ form: 'hint' }, blocks.sentAnnouncements.hints],
      ],
    },
    {
      name: 'cheesechain_relay_blocks_served_total',
      help: 'Whole blocks that peers asked for.',
      read: () => server.totals.blocks,
    },
    {
      name: 'cheesechain_relay_transactions_total',
      help: 'Open transactions that peers gave us, that they asked for, and ids that they were told.',
      labelNames: ['step'],
      read: () => [
        [{ step: 'received' }, transactions.totals.received],
        [{ step: 'served' }, server.totals.transactions],
        [{ step: 'announced' }, transactions.totals.announced],
      ],
    },
  ]);
  if (traffic === undefined) return;
  addCounters(registry, [
    {
      name: 'cheesechain_network_bytes_total',
      help: 'Bytes on the wire of all sessions, trackers included.',
      labelNames: ['direction'],
      read: () => {
        const { bytesIn, bytesOut } = traffic();
        return [
          [{ direction: 'in' }, bytesIn],
          [{ direction: 'out' }, bytesOut],
        ];
      },
    },
  ]);
}
