import { BASIC, expanded, fn, managedOf, typed, whole } from './expanding';

describe('a function', () => {
  test('becomes a function with a role of its own', () => {
    const { resources, types } = whole({
      Fn: fn({ Timeout: 5, Tags: { a: 'b' } }, { DependsOn: 'Q', Metadata: { m: 1 } }),
    });
    expect(types).toEqual({ Fn: 'AWS::Lambda::Function', FnRole: 'AWS::IAM::Role' });
    expect(resources.Fn).toEqual({
      Type: 'AWS::Lambda::Function',
      DependsOn: 'Q',
      Metadata: { m: 1 },
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 5,
        Code: { ZipFile: '0' },
        Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] },
        Tags: [
          { Key: 'lambda:createdBy', Value: 'SAM' },
          { Key: 'a', Value: 'b' },
        ],
      },
    });
    expect(managedOf(resources.FnRole)).toEqual([BASIC]);
    expect(resources.FnRole.Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
      Service: ['lambda.amazonaws.com'],
    });
    expect(resources.FnRole.Metadata).toBeUndefined();
  });

  test.each<[string, object, string[]]>([
    ['nothing more', {}, [BASIC]],
    ['traced', { Tracing: 'Active' }, ['AWSXrayWriteOnlyAccess', BASIC]],
    ['not traced', { Tracing: 'Disabled' }, [BASIC]],
    ['perhaps traced', { Tracing: { Ref: 'T' } }, ['AWSXrayWriteOnlyAccess', BASIC]],
    ['in a network', { VpcConfig: { SubnetIds: ['s'] } }, [BASIC, 'service-role/AWSLambdaVPCAccessExecutionRole']],
    ['durable', { DurableConfig: { ExecutionTimeout: 5 } }, ['service-role/AWSLambdaBasicDurableExecutionRolePolicy']],
    ['by name', { Policies: 'AmazonS3ReadOnlyAccess' }, ['AmazonS3ReadOnlyAccess', BASIC]],
    ['by name and path', { Policies: ['AWSLambdaRole'] }, [BASIC, 'service-role/AWSLambdaRole']],
    ['by ARN', { Policies: ['arn:aws:iam::1:policy/p'] }, ['arn:aws:iam::1:policy/p', BASIC]],
    ['twice', { Policies: ['AWSLambdaBasicExecutionRole'] }, [BASIC]],
  ])('managed policies: %s', (_, properties, expected) => {
    expect(managedOf(whole({ Fn: fn(properties) }).resources.FnRole)).toEqual(expected);
  });

  test('policy documents, boundary and path go to the role', () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    const { resources, origins } = whole({
      Fn: fn({ Policies: [document, 'AWSLambdaRole', document], PermissionsBoundary: 'arn:b', RolePath: '/p/' }),
    });
    expect(resources.FnRole.Properties).toMatchObject({ PermissionsBoundary: 'arn:b', Path: '/p/' });
    expect(resources.FnRole.Properties.Policies).toEqual([
      { PolicyName: 'FnRolePolicy0', PolicyDocument: document },
      { PolicyName: 'FnRolePolicy2', PolicyDocument: document },
    ]);
    expect(origins.get('FnRole')).toEqual({ logicalId: 'Fn', at: 'Properties.Policies' });
  });

  test('conditional policies stay conditional', () => {
    const policy = (value: unknown) => ({ 'Fn::If': ['C', value, { Ref: 'AWS::NoValue' }] });
    const { resources } = whole({
      Fn: fn({ Policies: [policy('AWSLambdaRole'), policy({ S3ReadPolicy: { BucketName: 'b' } })] }),
    });
    const { ManagedPolicyArns, Policies } = resources.FnRole.Properties;
    expect(ManagedPolicyArns[1]['Fn::If'][1]['Fn::Sub']).toMatch(/service-role\/AWSLambdaRole$/);
    expect(Policies[0]['Fn::If'][0]).toBe('C');
    expect(Policies[0]['Fn::If'][1].PolicyDocument.Statement[0].Action).toContain('s3:GetObject');
    expect(Policies[0]['Fn::If'][2]).toEqual({ Ref: 'AWS::NoValue' });
  });

  test.each<[string, unknown, string | undefined, unknown]>([
    ['given', 'arn:r', undefined, 'arn:r'],
    ['none', { Ref: 'AWS::NoValue' }, '', { 'Fn::GetAtt': ['FnRole', 'Arn'] }],
    [
      'one of two, the second made',
      { 'Fn::If': ['C', 'arn:r', { Ref: 'AWS::NoValue' }] },
      'NOTC',
      { 'Fn::If': ['C', 'arn:r', { 'Fn::GetAtt': ['FnRole', 'Arn'] }] },
    ],
    [
      'one of two, the first made',
      { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, 'arn:r'] },
      'C',
      { 'Fn::If': ['C', { 'Fn::GetAtt': ['FnRole', 'Arn'] }, 'arn:r'] },
    ],
    ['one of two given', { 'Fn::If': ['C', 'arn:r', 'arn:s'] }, undefined, { 'Fn::If': ['C', 'arn:r', 'arn:s'] }],
  ])('role: %s', (_, Role, condition, expected) => {
    const { resources, body } = whole({ Fn: fn({ Role }) }, { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } });
    expect(resources.Fn.Properties.Role).toEqual(expected);
    expect(resources.FnRole && (resources.FnRole.Condition ?? '')).toBe(condition);
    expect(body.Conditions.NOTC).toEqual(condition === 'NOTC' ? { 'Fn::Not': [{ Condition: 'C' }] } : undefined);
  });

  test('dead letters: the function names the queue, the role may send', () => {
    const { resources } = whole({ Fn: fn({ DeadLetterQueue: { Type: 'SQS', TargetArn: 'arn:q' } }) });
    expect(resources.Fn.Properties.DeadLetterConfig).toEqual({ TargetArn: 'arn:q' });
    expect(resources.FnRole.Properties.Policies[0].PolicyDocument.Statement).toEqual([
      { Action: 'sqs:SendMessage', Resource: 'arn:q', Effect: 'Allow' },
    ]);
  });

  test('destinations of asynchronous calls: queues and topics that SAM makes', () => {
    const { resources, body, types } = whole(
      {
        Fn: fn({
          EventInvokeConfig: {
            MaximumRetryAttempts: 1,
            DestinationConfig: {
              OnFailure: { Type: 'SQS' },
              OnSuccess: { Type: 'EventBridge', Destination: 'arn:bus' },
            },
          },
        }),
      },
      { Outputs: { Q: { Value: { 'Fn::GetAtt': ['Fn', 'DestinationQueue.Arn'] } } } },
    );
    const queue = { 'Fn::GetAtt': ['FnEventInvokeConfigOnFailureQueue', 'Arn'] };
    expect(types.FnEventInvokeConfigOnFailureQueue).toBe('AWS::SQS::Queue');
    expect(resources.FnEventInvokeConfig.Properties).toEqual({
      FunctionName: { Ref: 'Fn' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: queue }, OnSuccess: { Destination: 'arn:bus' } },
    });
    const allowed = resources.FnRole.Properties.Policies.map((one: any) => one.PolicyDocument.Statement[0]);
    expect(allowed).toEqual([
      { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: queue },
      { Action: 'events:PutEvents', Effect: 'Allow', Resource: 'arn:bus' },
    ]);
    expect(body.Outputs.Q.Value).toEqual(queue);
  });

  test.each([
    ['NONE', ['FnRole', 'FnURLInvokeAllowPublicAccess', 'FnUrl', 'FnUrlPublicPermissions']],
    ['AWS_IAM', ['FnRole', 'FnUrl']],
  ])('a function URL with %s', (AuthType, expected) => {
    const { resources, origins } = whole({
      Fn: fn({ FunctionUrlConfig: { AuthType, Cors: { AllowOrigins: ['*'] } } }),
    });
    expect(
      Object.keys(resources)
        .filter((id) => id !== 'Fn')
        .sort(),
    ).toEqual(expected);
    expect(resources.FnUrl.Properties).toEqual({
      AuthType,
      Cors: { AllowOrigins: ['*'] },
      TargetFunctionArn: { Ref: 'Fn' },
    });
    expect(origins.get('FnUrl')).toEqual({ logicalId: 'Fn', at: 'Properties.FunctionUrlConfig' });
  });

  test('an alias: version, alias, deployment, and events on the alias', () => {
    const { resources, types, body } = whole(
      {
        Fn: fn({
          AutoPublishAlias: 'live',
          ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 },
          DeploymentPreference: { Type: 'Canary10Percent5Minutes', Alarms: ['a'] },
          Events: { Q: { Type: 'SQS', Properties: { Queue: 'arn:q' } } },
        }),
      },
      { Outputs: { A: { Value: { Ref: 'Fn.Alias' } }, V: { Value: { 'Fn::Sub': '${Fn.Version}' } } } },
    );
    expect(types).toMatchObject({
      FnVersion: 'AWS::Lambda::Version',
      FnAliaslive: 'AWS::Lambda::Alias',
      FnDeploymentGroup: 'AWS::CodeDeploy::DeploymentGroup',
      ServerlessDeploymentApplication: 'AWS::CodeDeploy::Application',
      CodeDeployServiceRole: 'AWS::IAM::Role',
    });
    expect(resources.FnVersion.DeletionPolicy).toBe('Retain');
    expect(resources.FnAliaslive.Properties.ProvisionedConcurrencyConfig).toBeDefined();
    expect(resources.FnQ.Properties.FunctionName).toEqual({ Ref: 'FnAliaslive' });
    expect(body.Outputs).toEqual({ A: { Value: { Ref: 'FnAliaslive' } }, V: { Value: { 'Fn::Sub': '${FnVersion}' } } });
  });

  test('a deployment that is switched off needs nothing', () => {
    const { types } = whole({
      Fn: fn({ AutoPublishAlias: 'live', DeploymentPreference: { Enabled: false, Type: 'Linear' } }),
    });
    expect(Object.keys(types)).toEqual(['Fn', 'FnVersion', 'FnAliaslive', 'FnRole']);
  });

  test.each<[string, object, unknown]>([
    ['S3', { CodeUri: 's3://b/k/x.zip?versionId=1' }, { S3Bucket: 'b', S3Key: 'k/x.zip', S3ObjectVersion: '1' }],
    ['a folder', { CodeUri: 'src/' }, 'src/'],
    ['an image', { PackageType: 'Image', ImageUri: 'r/i:1' }, { ImageUri: 'r/i:1' }],
  ])('code: %s', (_, properties, expected) => {
    const { resources } = whole({ Fn: typed('Function', properties) });
    expect(resources.Fn.Properties.Code).toEqual(expected);
  });

  test('condition and policies go to all that it brings about', () => {
    const { resources } = whole({
      Fn: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }, { Condition: 'C', DeletionPolicy: 'Retain' }),
    });
    for (const one of Object.values(resources)) expect(one).toMatchObject({ Condition: 'C', DeletionPolicy: 'Retain' });
  });

  test('tags go to what it brings about when they are propagated', () => {
    const { resources } = whole({
      Fn: fn({
        Tags: { a: 'b' },
        PropagateTags: true,
        Events: { T: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } } },
      }),
    });
    expect(resources.FnTRole.Properties.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  test('a logical id that the template has too is not overwritten', () => {
    const own = { Type: 'AWS::IAM::Role', Properties: {} };
    const { resources, unexpanded } = expanded({ Fn: fn(), FnRole: own });
    expect(resources.FnRole).toBe(own);
    expect(unexpanded).toEqual(['FnRole, which SAM generates for Fn and the template has too']);
  });
});
