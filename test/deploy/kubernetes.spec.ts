import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Service } from 'kubernetes-models/v1/Service';
import { parseAllDocuments } from 'yaml';
import { readPeerConfiguration } from '#adapters/configuration/peer-configuration';

const FOLDER = fileURLToPath(new URL('../../deploy/kubernetes', import.meta.url));
const MODELS = {
  Deployment,
  StatefulSet,
  NetworkPolicy,
  PodDisruptionBudget,
  PersistentVolumeClaim,
  Service,
  ServiceMonitor,
};

interface Resource {
  readonly apiVersion: string;
  readonly kind: keyof typeof MODELS;
  readonly metadata: { readonly name: string };
}

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
}

interface Workload extends Resource {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
}

/** Every YAML document below a folder of manifests, Kustomize's own file left out. */
function resourcesOf(folder: string): Resource[] {
  return readdirSync(join(FOLDER, folder))
    .filter((name) => name !== 'kustomization.yaml')
    .flatMap((name) => parseAllDocuments(readFileSync(join(FOLDER, folder, name), 'utf8')))
    .map((document) => document.toJS() as Resource);
}

function kustomizationOf(folder: string) {
  const [document] = parseAllDocuments(readFileSync(join(FOLDER, folder, 'kustomization.yaml'), 'utf8'));
  return document?.toJS() as {
    readonly resources: readonly string[];
    readonly images?: readonly { readonly name: string; readonly newTag: string }[];
    readonly configMapGenerator?: readonly { readonly literals: readonly string[] }[];
  };
}

/** Throws unless the resource is what the schema of its kind says. */
function validate(resource: Resource): void {
  const Model = MODELS[resource.kind] as new (data: unknown) => { validate(): void; apiVersion: string };
  const model = new Model(resource);
  expect(resource.apiVersion).toBe(model.apiVersion);
  model.validate();
}

const ALL = ['base', 'monitoring'].flatMap(resourcesOf);
const WORKLOADS = ALL.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet') as Workload[];

describe('the manifests for Kubernetes', () => {
  it.each(ALL.map((resource) => [resource.kind, resource.metadata.name, resource] as const))(
    'have a %s %s that its schema accepts',
    (_kind, _name, resource) => validate(resource),
  );

  it('are refused by the schema when they are wrong', () => {
    const [tracker] = WORKLOADS as [Workload];
    expect(() => validate({ ...tracker, spec: { ...tracker.spec, replicas: 'one' } } as Resource)).toThrow('replicas');
  });

  it.each(['base', 'monitoring'])('are all named by the kustomization of %s', (folder) => {
    const files = readdirSync(join(FOLDER, folder)).filter((name) => name !== 'kustomization.yaml');
    const named = kustomizationOf(folder).resources.map((path) => basename(path));
    expect(named.filter((name) => name.endsWith('.yaml')).sort()).toEqual(files.sort());
  });

  it('run the version that the project has', () => {
    const { version } = JSON.parse(readFileSync(join(FOLDER, '../../package.json'), 'utf8')) as { version: string };
    expect(kustomizationOf('base').images?.map(({ newTag }) => newTag)).toEqual([version, version]);
  });

  it('set only variables that the programs take', () => {
    const shared = kustomizationOf('base').configMapGenerator?.flatMap(({ literals }) => literals) ?? [];
    const environment = Object.fromEntries(shared.map((literal) => literal.split('=')));
    for (const { env } of WORKLOADS.flatMap(({ spec }) => spec.template.spec.containers)) {
      for (const { name, value } of env) if (!name.endsWith('_FILE')) environment[name] = value;
    }
    const read = readPeerConfiguration(environment);
    expect(read.ok ? [] : read.refusal.problems).toEqual([]);
    expect(Object.keys(environment)).toContain('CHEESE_TRACKERS');
  });

  it('name the ports that the images listen on', () => {
    const dockerfile = readFileSync(join(FOLDER, '../../Dockerfile'), 'utf8');
    for (const { ports } of WORKLOADS.flatMap(({ spec }) => spec.template.spec.containers)) {
      expect(dockerfile).toContain(`EXPOSE ${ports.map(({ containerPort }) => containerPort).join(' ')}\n`);
    }
  });
});
