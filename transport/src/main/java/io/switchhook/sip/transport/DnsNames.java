package io.switchhook.sip.transport;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/// The name servers and the hosts file of this machine.
final class DnsNames implements NameService {
    private static final Logger LOG = LoggerFactory.getLogger(DnsNames.class);

    /// How long a name that does not exist is believed not to.
    private static final Duration NEGATIVE = Duration.ofSeconds(30);

    /// How long a name server that failed is not asked the same again.
    private static final Duration FAILED = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final LookupSession session;

    DnsNames() {
        this(new ExtendedResolver());
    }

    DnsNames(Resolver resolver) {
        resolver.setTimeout(TIMEOUT);
        session = LookupSession.defaultBuilder().resolver(resolver).clearCaches().build();
    }

    @Override
    public Answer ask(Question question) {
        try {
            var name = Name.fromString(question.name(), Name.root);
            var result = session.lookupAsync(name, type(question.type())).toCompletableFuture();
            return answer(result.get().getRecords());
        } catch (TextParseException e) {
            return Answer.none(NEGATIVE);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException)
                return Answer.none(NEGATIVE);
            LOG.info("DNS {} {}: {}", question.type(), question.name(), String.valueOf(cause));
            return Answer.none(FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none(FAILED);
        }
    }

    private static int type(Type type) {
        return switch (type) {
            case NAPTR -> org.xbill.DNS.Type.NAPTR;
            case SRV -> org.xbill.DNS.Type.SRV;
            case A -> org.xbill.DNS.Type.A;
            case AAAA -> org.xbill.DNS.Type.AAAA;
        };
    }

    private static Answer answer(List<Record> records) {
        List<Resource> resources = records.stream().flatMap(DnsNames::resource).toList();
        if (resources.isEmpty()) return Answer.none(NEGATIVE);
        long seconds = records.stream().mapToLong(Record::getTTL).min().orElse(0);
        var timeToLive = Duration.ofSeconds(Math.max(1, seconds));
        return new Answer(resources, timeToLive.compareTo(LONGEST) > 0 ? LONGEST : timeToLive);
    }

    private static Stream<Resource> resource(Record record) {
        return switch (record) {
            case NAPTRRecord r ->
                    Stream.of(
                            new Naptr(
                                    r.getOrder(),
                                    r.getPreference(),
                                    r.getFlags(),
                                    r.getService(),
                                    text(r.getReplacement())));
            case SRVRecord r ->
                    Stream.of(
                            new Srv(
                                    r.getPriority(),
                                    r.getWeight(),
                                    r.getPort(),
                                    text(r.getTarget())));
            case ARecord r -> Stream.of(new Address(r.getAddress()));
            case AAAARecord r -> address(r);
            default -> Stream.empty();
        };
    }

    private static Stream<Resource> address(AAAARecord record) {
        try {
            byte[] bytes = Objects.requireNonNull(record.getAddress()).getAddress();
            return Stream.of(new Address(java.net.InetAddress.getByAddress(bytes)));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }
}
