// Paths of the POSTs that may be sent again: they read alone, or keep their ``Idempotency-Key``.
// Made by clients/generate.py from docs/openapi.json: do not edit.

const paths = [
  "/v1/consents",
  "/v1/courses",
  "/v1/curriculum/diff",
  "/v1/curriculum/plan",
  "/v1/inspection",
  "/v1/jobs",
  "/v1/jobs/[^/]+/cancel",
  "/v1/jobs/[^/]+/resume",
  "/v1/market/forecast",
  "/v1/market/forecast/series",
  "/v1/match/postings",
  "/v1/match/workers",
  "/v1/normalise",
  "/v1/outcomes",
  "/v1/overseas/check",
  "/v1/postings",
  "/v1/recommend/courses",
  "/v1/recommend/paths",
  "/v1/recommend/programmes",
  "/v1/watches",
  "/v1/webhooks",
  "/v1/webhooks/[^/]+/deliveries/[^/]+/resend",
  "/v1/webhooks/[^/]+/ping",
  "/v1/webhooks/[^/]+/rotate",
  "/v1/workers",
];

export const AGAIN = new RegExp(`^(?:${paths.join("|")})$`);
