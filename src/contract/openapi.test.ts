import { describe, expect, test } from 'vitest';
import { gateway, ministryDesk, ministryGateway, openApiDocument, portal, provinceDesk, type Route, schoolDesk } from '#contract';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: unknown;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

const document = openApiDocument() as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
const routes: readonly (readonly [name: string, route: Route])[] = [gateway, ministryGateway, portal, schoolDesk, provinceDesk, ministryDesk].flatMap((group) => Object.entries(group as Readonly<Record<string, Route>>));
const operationOf = (route: Route): Operation | undefined => document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()];

describe('the OpenAPI document', () => {
  test('has one operation for every route of the contract, and no other', () => {
    expect(routes.filter(([, route]) => operationOf(route) === undefined)).toEqual([]);
    expect(Object.values(document.paths).flatMap((path) => Object.keys(path))).toHaveLength(routes.length);
  });
  test('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('names every part of a path as a required parameter', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values(operations)) expect(parameters.filter((parameter) => parameter.in === 'path' && parameter.required).map(({ name }) => name)).toEqual(inPath);
    }
  });
  test('says problem+json for every refusal', () => {
    for (const [, route] of routes) expect(operationOf(route)?.responses['default']).toEqual({ $ref: '#/components/responses/Problem' });
  });
  test('is the same each time, and plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(openApiDocument());
  });
  test.each([
    ['a batch is XML', gateway.submitBatch, ['application/xml']],
    ['a file is multipart', portal.verify, ['multipart/form-data']],
    ['a token is asked for by form or JSON', gateway.token, ['application/x-www-form-urlencoded', 'application/json']],
  ] as const)('%s', (_case, route, types) => expect(Object.keys(operationOf(route)?.requestBody?.content ?? {})).toEqual(types));
  test('log-in, tokens and the portal need no proof of who asks', () => {
    for (const route of [gateway.token, schoolDesk.logIn, portal.verify]) expect(operationOf(route)?.security).toBeUndefined();
    for (const route of [gateway.submitBatch, schoolDesk.overview]) expect(operationOf(route)?.security).toBeDefined();
  });
});
