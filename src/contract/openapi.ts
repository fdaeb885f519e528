import { z } from 'zod';
import { gateway, ministryGateway } from './gateway.ts';
import { portal } from './portal.ts';
import { ministryDesk, provinceDesk } from './province-desk.ts';
import { Problem, type Route } from './route.ts';
import { schoolDesk } from './school-desk.ts';

type Json = Readonly<Record<string, unknown>>;
type Security = 'clientToken' | 'session' | undefined;

const GROUPS: readonly (readonly [tag: string, description: string, security: Security, routes: Readonly<Record<string, Route>>])[] = [
  ['gateway', 'Cổng tiếp nhận của Sở: dành cho mọi phần mềm nhà trường', 'clientToken', gateway],
  ['ministry', 'Cổng của Bộ: Sở báo cáo học bạ đã chốt', 'clientToken', ministryGateway],
  ['portal', 'Tra cứu và xác thực, không cần tài khoản', undefined, portal],
  ['school-desk', 'Bàn làm việc của trường', 'session', schoolDesk],
  ['province-desk', 'Bàn làm việc của Sở', 'session', provinceDesk],
  ['ministry-desk', 'Bàn làm việc của Bộ', 'session', ministryDesk],
];
/** Operations that open a session or hand out a token need neither. */
const OPEN = new Set(['logIn', 'token']);
const BINARY = { type: 'string', contentMediaType: 'application/octet-stream' };

/** The HTTP contract as an OpenAPI 3.1 document. Pure: the same contract gives the same document, key by key. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [tag, , security, routes] of GROUPS) {
    for (const [name, route] of Object.entries(routes)) {
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      (paths[path] ??= {})[route.method.toLowerCase()] = operation(tag, name, OPEN.has(name) ? undefined : security, route);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Học bạ số',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Thân gói tin và biên nhận là XML đã ký; lỗi theo RFC 9457 (application/problem+json) với mã ổn định và cách xử lý bằng tiếng Việt.',
    },
    tags: GROUPS.map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      responses: {
        Problem: {
          description: 'Yêu cầu không được thực hiện',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        clientToken: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: gateway.token.path, scopes: {} } } },
        session: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Phiên của người dùng: cookie của trình duyệt, kèm tiêu đề x-hocba-desk ở mọi yêu cầu ghi; hoặc mã phiên trong Authorization.',
        },
      },
    },
  };
}

function operation(tag: string, name: string, security: Security, route: Route): Json {
  const body = requestBody(name, route);
  return {
    tags: [tag],
    operationId: `${tag}.${name}`,
    summary: route.summary,
    ...(security ? { security: [{ [security]: [] }] } : {}),
    parameters: [...parameters('path', route.params), ...parameters('query', route.query)],
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      [String(route.status ?? 200)]: { description: 'Được', content: answerContent(route) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function requestBody(name: string, route: Route): Json | undefined {
  if (route.consumes === 'application/xml') return { 'application/xml': { schema: BINARY } };
  if (route.consumes === 'multipart/form-data')
    return { 'multipart/form-data': { schema: { type: 'object', additionalProperties: BINARY } } };
  if (route.body === undefined) return undefined;
  const content = { schema: jsonSchema(route.body, 'input') };
  return name === 'token' ? { 'application/x-www-form-urlencoded': content, 'application/json': content } : { 'application/json': content };
}

const answerContent = (route: Route): Json =>
  route.answer
    ? { 'application/json': { schema: jsonSchema(route.answer, 'output') } }
    : { [route.produces ?? 'application/octet-stream']: { schema: BINARY } };

function parameters(place: 'path' | 'query', schema: z.ZodType | undefined): readonly Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

/** OpenAPI 3.1 is JSON Schema 2020-12; the dialect need not be repeated in each place. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, reused: 'inline' });
  return rest;
}
