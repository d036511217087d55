/** Whether a route names one thing. `{proxy+}` is the rest of a path, of which the route says nothing. */
export const hasId = (routeKey: string): boolean => /\{[^}+]+\}/.test(routeKey) && !routeKey.startsWith('OPTIONS ');
