import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ComposeProject } from './compose-project.ts';
import { docker } from './container-engine.ts';
import { eventually } from './eventually.ts';
import { ensureImages } from './images.ts';

const IMAGES_TIMEOUT_MS = 20 * 60_000;
const PROMETHEUS_BUILD_TIMEOUT_MS = 5 * 60_000;
const PROMETHEUS_IMAGE = 'cheesechain-test-prometheus';
const CONFIGURATION = fileURLToPath(new URL('../../deploy/observability/prometheus', import.meta.url));
const DASHBOARD = new URL('../../deploy/observability/grafana/dashboards/cheesechain.json', import.meta.url);

/** A panel of the dashboard with each of its queries. */
const QUERIES = (
  JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: { title: string; targets: { expr: string }[] }[] }
).panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

let project: ComposeProject;
let prometheus: string;

/** Arguments that give a container the configuration that users run Prometheus with. */
const MOUNT = ['--volume', `${CONFIGURATION}:/etc/prometheus:ro`];

async function query(expression: string): Promise<unknown[]> {
  const code = `const response = await fetch('http://127.0.0.1:9090/api/v1/query?query=' + encodeURIComponent(process.argv[1]));
    process.stdout.write(await response.text());`;
  const answer = await docker(['exec', prometheus, 'node', '--input-type=module', '-e', code, expression]);
  const { status, data } = JSON.parse(answer) as { status: string; data: { result: unknown[] } };
  expect(status).toBe('success');
  return data.result;
}

beforeAll(async () => {
  await ensureImages();
  const folder = fileURLToPath(new URL('./prometheus', import.meta.url));
  await docker(['build', '--network', 'host', '--tag', PROMETHEUS_IMAGE, folder], {
    timeoutMs: PROMETHEUS_BUILD_TIMEOUT_MS,
  });
  project = await ComposeProject.create('cheesechain-observability-test');
  const [peer] = await project.up(2, '--no-recreate');
  await peer?.makeWallet();
  await peer?.mine(1);
  prometheus = await docker([
    ...['run', '--detach', '--network', `${project.name}_cheese`, '--name', `prometheus-${randomUUID()}`, ...MOUNT],
    ...[PROMETHEUS_IMAGE, 'prometheus', '--config.file=/etc/prometheus/prometheus.yml'],
    '--storage.tsdb.path=/tmp/prometheus',
  ]);
}, IMAGES_TIMEOUT_MS);

afterAll(async () => {
  if (prometheus !== undefined) await docker(['rm', '--force', '--volumes', prometheus]);
  await project?.destroy();
});

describe('the configuration of Prometheus', () => {
  it('passes promtool, alert rules included', async () => {
    const checked = await docker([
      ...['run', '--rm', ...MOUNT, PROMETHEUS_IMAGE],
      ...['promtool', 'check', 'config', '/etc/prometheus/prometheus.yml'],
    ]);
    expect(checked).toMatch(/SUCCESS: \d+ rules found/);
  });

  it.each(['peer', 'tracker'])('is told metrics by a %s that pass promtool', async (program) => {
    const [container = ''] = await project.containersOf(program);
    const port = program === 'peer' ? 5005 : 9998;
    const code = `const response = await fetch('http://${program}:${port}/metrics');
      process.stdout.write(await response.text());`;
    const lint = `node --input-type=module -e "${code}" | promtool check metrics`;
    expect(container).not.toBe('');
    await docker(['exec', prometheus, 'sh', '-c', lint]);
  });

  it('finds every replica by the name of its service', async () => {
    await eventually(
      'two peers and a tracker are scraped',
      () => query('up == 1'),
      ({ length }) => length === 3,
    );
  });
});

describe('the dashboard', () => {
  it.each(QUERIES)('has data for its panel "%s": %s', async (_title, expression) => {
    await eventually(
      expression,
      () => query(expression),
      ({ length }) => length > 0,
    );
  });
});
