import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';

const BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Series {
  readonly labels: string;
  count: number;
  seconds: number;
  readonly buckets: number[];
}

/**
 * Numbers for Prometheus (text format 0.0.4). Labels are patterns of routes, never addresses: neither codes nor names of people
 * can enter. Also writes one log line per request, of the same harmless parts.
 */
export function metrics(app: FastifyInstance): void {
  const series = new Map<string, Series>();
  const eventLoop = monitorEventLoopDelay({ resolution: 20 });
  eventLoop.enable();
  app.addHook('onClose', (_app, done) => {
    eventLoop.disable();
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    count(series, `method="${request.method}",route="${route}",status="${reply.statusCode}"`, seconds);
    request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
  app.get('/metrics', { logLevel: 'silent', config: { rateLimit: false } }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(render(series, eventLoop.percentile(99) / 1e9)),
  );
}

function count(series: Map<string, Series>, labels: string, seconds: number): void {
  let one = series.get(labels);
  if (one === undefined) series.set(labels, (one = { labels, count: 0, seconds: 0, buckets: BUCKETS_SECONDS.map(() => 0) }));
  one.count += 1;
  one.seconds += seconds;
  for (const [index, upTo] of BUCKETS_SECONDS.entries()) if (seconds <= upTo) one.buckets[index] = (one.buckets[index] ?? 0) + 1;
}

function render(series: ReadonlyMap<string, Series>, eventLoopSeconds: number): string {
  const name = 'hocba_http_request_seconds';
  const lines = [`# HELP ${name} Time to answer, by route pattern.`, `# TYPE ${name} histogram`];
  for (const { labels, count: total, seconds, buckets } of series.values()) {
    lines.push(...BUCKETS_SECONDS.map((upTo, index) => `${name}_bucket{${labels},le="${upTo}"} ${buckets[index] ?? 0}`));
    lines.push(
      `${name}_bucket{${labels},le="+Inf"} ${total}`,
      `${name}_sum{${labels}} ${seconds.toFixed(6)}`,
      `${name}_count{${labels}} ${total}`,
    );
  }
  const gauge = (gaugeName: string, help: string, value: number) =>
    lines.push(`# HELP ${gaugeName} ${help}`, `# TYPE ${gaugeName} gauge`, `${gaugeName} ${value}`);
  gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss());
  gauge('hocba_event_loop_delay_p99_seconds', 'Delay of the event loop.', eventLoopSeconds);
  gauge('process_uptime_seconds', 'Seconds since start.', Math.round(process.uptime()));
  return `${lines.join('\n')}\n`;
}
