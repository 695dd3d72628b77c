import { baseName } from '../text/paths';
import type { LaunchRule } from './launchRule';
import { operands } from './operands';
import { scriptName } from './scriptName';

type Goals = (args: readonly string[]) => string;

/** A build tool, and the first of what it is to make: `mvn spring-boot:run`. */
const goals =
  (program: string): Goals =>
  (args) =>
    [program, ...operands(args, '-f -s -P -p -D -b -c').slice(0, 1)].join(' ');

/** A language's runtime, and the script that it runs: `jruby server.rb`. */
const script =
  (program: string): Goals =>
  (args) =>
    [program, ...operands(args, '-e -i -m --main').slice(0, 1).map(scriptName)].join(' ');

/** Main classes, by their name's beginning, that say less than the product's name. */
const JAVA_PRODUCTS: readonly (readonly [string, string | Goals])[] = [
  ['clojure.main', script('clojure')],
  ['com.amazonaws.services.dynamodbv2.local', 'DynamoDB local'],
  ['com.intellij.idea.Main', 'IntelliJ IDEA'],
  ['io.quarkus.bootstrap.runner', 'quarkus'],
  ['kafka.Kafka', 'kafka'],
  ['org.apache.activemq', 'activemq'],
  ['org.apache.cassandra.service', 'cassandra'],
  ['org.apache.catalina.startup', 'tomcat'],
  ['org.apache.kafka.connect', 'kafka connect'],
  ['org.apache.maven.wrapper', goals('mvn')],
  ['org.apache.spark.deploy.SparkSubmit', 'spark-submit'],
  ['org.apache.tools.ant', goals('ant')],
  ['org.apache.zookeeper.server', 'zookeeper'],
  ['org.codehaus.plexus.classworlds', goals('mvn')],
  ['org.eclipse.equinox.launcher', 'jdtls'],
  ['org.elasticsearch', 'elasticsearch'],
  ['org.gradle.launcher.daemon', 'gradle daemon'],
  ['org.gradle.launcher.GradleMain', goals('gradle')],
  ['org.gradle.wrapper', goals('gradle')],
  ['org.jboss.as', 'wildfly'],
  ['org.jetbrains.kotlin.daemon', 'kotlin daemon'],
  ['org.jruby.Main', script('jruby')],
  ['org.neo4j', 'neo4j'],
  ['org.opensearch', 'opensearch'],
  ['org.springframework.boot.loader', 'Spring Boot'],
  ['worker.org.gradle', 'gradle worker'],
];

/** Programs that are known by the name of their archive. */
const JAVA_ARCHIVES: readonly (readonly [RegExp, string | Goals])[] = [
  [/^jboss-modules\.jar$/, 'wildfly'],
  [/^jenkins\.war$/, 'jenkins'],
  [/^sbt-launch(?:-[\d.]{1,20})?\.jar$/, goals('sbt')],
  [/^gradle-wrapper\.jar$/, goals('gradle')],
  [/^selenium-server(?:-[\w.-]{1,40})?\.jar$/, 'selenium'],
];

const JAVA_VALUED =
  '-cp -classpath --class-path -p --module-path --upgrade-module-path --add-modules --limit-modules --add-opens ' +
  '--add-exports --add-reads --patch-module --enable-native-access --source -m --module';
const VALUED: ReadonlySet<string> = new Set(JAVA_VALUED.split(' '));

/** Properties that a product's own start script sets, where the command line was cut before its main class. */
const JAVA_PROPERTIES: readonly (readonly [string, string])[] = [
  ['-Dcassandra', 'cassandra'],
  ['-Dcatalina.', 'tomcat'],
  ['-Des.path.', 'elasticsearch'],
  ['-Djboss.', 'wildfly'],
  ['-Dopensearch.path.', 'opensearch'],
  ['-Dzookeeper.', 'zookeeper'],
  ['-Dkafka.', 'kafka'],
];

/** An IDE starts the program's own main class from one of its own. */
const IDE_STARTER = 'com.intellij.rt.execution.application.AppMain';

export const java: LaunchRule = ({ program, args }) => {
  // `@file` stands for options that are too long for a command line: the class path, in most cases.
  const isOption = (arg: string, index: number): boolean =>
    ['-jar', '-m', '--module'].includes(arg) || (arg.startsWith('@') && !VALUED.has(args[index - 1] ?? ''));
  const words = operands(
    args.filter((arg, index) => !isOption(arg, index)),
    JAVA_VALUED,
  );
  const [main, ...rest] = words[0]?.startsWith(IDE_STARTER) ? words.slice(1) : words;
  if (main === undefined) {
    return JAVA_PROPERTIES.find(([property]) => args.some((arg) => arg.startsWith(property)))?.[1];
  }
  const file = baseName(main);
  const product =
    JAVA_PRODUCTS.find(([start]) => file.startsWith(start))?.[1] ??
    JAVA_ARCHIVES.find(([pattern]) => pattern.test(file.slice(0, 100)))?.[1];
  if (typeof product === 'string') return product;
  if (product) return product(rest);
  if (/\.(?:jar|war)$/.test(main)) return `${program} -jar ${scriptName(main)}`;
  if (main.endsWith('.java')) return `${program} ${scriptName(main)}`;
  return `${program} ${file.slice(file.lastIndexOf('.') + 1)}`;
};
