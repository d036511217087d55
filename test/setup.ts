// aws-cdk-lib validates every synthesized template with a WASM engine: 3 s per test file.
// Rule packs still run. A test that wants the engine sets this to 'true' first.
process.env.CDK_VALIDATION ??= 'false';
