import type { Language } from './entry-file';
import { enforcement, GateOptions } from './edit-entry';

/** What a person adds, where `init` does not dare to. */
export function linesFor(language: Language, options: GateOptions): string[] {
  const { baseline, edition } = options;
  switch (language) {
    case 'python':
      return [
        'from cdk_secure_serverless import SecurityGate',
        '',
        '# right behind app = App()',
        `SecurityGate.enforce(app, baseline="${baseline}", edition="${edition}")`,
      ];
    case 'java':
      return [
        'import io.github.cdksecureserverless.SecurityGate;',
        'import io.github.cdksecureserverless.SecurityGateProps;',
        '',
        '// right behind App app = new App();',
        `SecurityGate.enforce(app, SecurityGateProps.builder().baseline("${baseline}").edition("${edition}").build());`,
      ];
    case 'csharp':
      return [
        'using CdkSecureServerless;',
        '',
        '// right behind var app = new App();',
        `SecurityGate.Enforce(app, new SecurityGateProps { Baseline = "${baseline}", Edition = "${edition}" });`,
      ];
    case 'go':
      return [
        'import "github.com/cdk-secure-serverless/cdk-secure-serverless-go/cdksecureserverless"',
        '',
        '// right behind app := awscdk.NewApp(nil)',
        'cdksecureserverless.SecurityGate_Enforce(app, &cdksecureserverless.SecurityGateProps{',
        `\tBaseline: jsii.String("${baseline}"),`,
        `\tEdition:  jsii.String("${edition}"),`,
        '})',
      ];
    default:
      return [
        "import { SecurityGate } from 'cdk-secure-serverless';",
        '',
        '// right behind const app = new App();',
        ...enforcement('app', options),
      ];
  }
}
