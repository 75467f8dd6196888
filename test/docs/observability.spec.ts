import { readFileSync } from 'node:fs';
import { startFundedPeer } from '#test/http/payment-fixture';

const DEPLOY = new URL('../../deploy/observability/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, DEPLOY), 'utf8');

/** Told only by a peer with an SQLite file and sockets, or by a tracker: their own tests look for them. */
const ELSEWHERE = /^cheesechain_(store|network|stratum|tracker)_/;

/** Every metric of ours that a text names, without what histograms add. */
function namesIn(text: string): string[] {
  const names = text.match(/cheesechain_[a-z0-9_]+/g) ?? [];
  return [...new Set(names.map((name) => name.replace(/_(bucket|sum|count)$/, '')))];
}

it('alerts and dashboard ask for nothing that a peer does not tell', async () => {
  const peer = await startFundedPeer(1);
  const { text } = await peer.api.call('GET', '/metrics');
  await peer.close();
  const told = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const dashboard = JSON.parse(read('grafana/dashboards/cheesechain.json')) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
  };
  const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const asked = namesIn([read('prometheus/alerts.yml'), ...expressions].join('\n'));
  expect(asked.length).toBeGreaterThan(15);
  expect(asked.filter((name) => !told.has(name) && !ELSEWHERE.test(name))).toEqual([]);
});
