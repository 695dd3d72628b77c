import type { LaunchRule } from './launchRule';
import { operands } from './operands';
import { scriptName } from './scriptName';

type Goals = (args: readonly string[]) => string;

/** A build tool, and the first of what it is to make: `mvn spring-boot:run`. */
const goals =
  (program: string): Goals =>
  (args) =>
    [program, ...operands(args, '-f -s -P -p -D').slice(0, 1)].join(' ');

/** Main classes, by their name's beginning, that say less than the product's name. */
const JAVA_PRODUCTS: readonly (readonly [string, string | Goals])[] = [
  ['com.amazonaws.services.dynamodbv2.local', 'DynamoDB local'],
  ['com.intellij.idea.Main', 'IntelliJ IDEA'],
  ['io.quarkus.bootstrap.runner', 'quarkus'],
  ['kafka.Kafka', 'kafka'],
  ['org.apache.cassandra.service', 'cassandra'],
  ['org.apache.catalina.startup', 'tomcat'],
  ['org.apache.zookeeper.server', 'zookeeper'],
  ['org.codehaus.plexus.classworlds', goals('mvn')],
  ['org.eclipse.equinox.launcher', 'jdtls'],
  ['org.elasticsearch', 'elasticsearch'],
  ['org.gradle.launcher.daemon', 'gradle daemon'],
  ['org.gradle.launcher.GradleMain', goals('gradle')],
  ['org.gradle.wrapper', goals('gradle')],
  ['org.jetbrains.kotlin.daemon', 'kotlin daemon'],
  ['org.opensearch', 'opensearch'],
  ['org.springframework.boot.loader', 'Spring Boot'],
];

const JAVA_VALUED =
  '-cp -classpath --class-path -p --module-path --add-modules --add-opens --add-exports --add-reads -m --module';

export const java: LaunchRule = ({ program, args }) => {
  const [main, ...rest] = operands(
    args.filter((arg) => arg !== '-jar' && arg !== '-m' && arg !== '--module'),
    JAVA_VALUED,
  );
  if (main === undefined) return undefined;
  const type = main.slice(main.lastIndexOf('/') + 1);
  const product = JAVA_PRODUCTS.find(([start]) => type.startsWith(start))?.[1];
  if (typeof product === 'string') return product;
  if (product) return product(rest);
  if (main.endsWith('.jar') || main.endsWith('.war')) return `${program} -jar ${scriptName(main)}`;
  return `${program} ${type.slice(type.lastIndexOf('.') + 1)}`;
};
