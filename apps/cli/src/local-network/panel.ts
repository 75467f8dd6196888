import type { Terminal } from '../output/terminal.ts';
import { type LocalNetworkPlan, localEndpoint } from './plan.ts';

/** A peer that is ready, with what one needs to use it. */
export interface ReadyPeer {
  readonly http: string;
  readonly tcp: string;
  readonly token: string;
}

/** The one line for scripts. */
export function readyLine(plan: LocalNetworkPlan, peers: readonly ReadyPeer[]) {
  const { httpPort, tcpPort } = plan.tracker;
  return {
    ready: true,
    tracker: { http: `http://${localEndpoint(httpPort)}`, tcp: localEndpoint(tcpPort) },
    peers: peers.map(({ http, tcp, token }) => ({ http, tcp, token })),
  };
}

/**
 * A peer's page with its token in the fragment, which browsers never send anywhere. With `others` the page can lead on
 * to the pages of those peers of the same machine: a newcomer needs somebody to pay.
 */
export function pageLink({ http, token }: ReadyPeer, others: readonly ReadyPeer[] = []): string {
  const more = others.map((other) => `&other=${new URL(other.http).port}:${other.token}`);
  return `${http}/#token=${token}${more.join('')}`;
}

/** What people see when everything runs. */
export function panel(plan: LocalNetworkPlan, peers: readonly ReadyPeer[], terminal: Terminal): string {
  const { bold, dim, cyan, yellow } = terminal.colors;
  const [first] = peers;
  const label = (text: string): string => `  ${text.padEnd(10)}`;
  const lines = [
    '',
    `${yellow('🧀')} ${bold(`Your ${shortName(plan.network)} is ripe:`)} a tracker and ${count(peers.length, 'peer')} on this machine.`,
    '',
    ...peers.map((peer, index) => `${label(`peer ${index + 1}`)}${cyan(pageLink(peer))}`),
    ...(first === undefined ? [] : [`${label('API')}${cyan(`${first.http}/docs`)}`]),
    `${label('tracker')}http://${localEndpoint(plan.tracker.httpPort)}/v1/peers`,
    `${label('data')}${plan.dataDir} ${dim('(logs below, in logs)')}`,
    '',
    `  ${bold('Try next')}  Open two of the pages, make a wallet on each, press ${bold('Make one cheese')} on the`,
    '            first, and send some cheesecoin to the second. The link holds your access token: keep it to yourself.',
    '',
    `  ${dim('Ctrl-C stops everything; the next start goes on where it was.')}`,
    '',
  ];
  return lines.join('\n');
}

function shortName(network: string): string {
  return network.endsWith('.json') ? 'network' : network;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
