package dev.vmr.verify.report;

import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.appraisal.GivenLog;
import dev.vmr.verify.appraisal.OwnLog;
import dev.vmr.verify.appraisal.RegisterChain;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the picture shows: quote, registers, logs, virtual registers, and the logs nested there. */
final class Picture {
  private static final int MOST = 40;

  private final AttestationResult result;
  private final Set<RegisterName> nested = new TreeSet<>();
  private final Map<String, PictureNode> virtualNodes = new HashMap<>();

  private Picture(AttestationResult result) {
    this.result = result;
  }

  /** As a tree whose root is the quote. */
  static PictureNode of(AttestationResult result) {
    return new Picture(result).build();
  }

  private PictureNode build() {
    boolean signed = result.proofs().stream().anyMatch(each -> each.code().equals("quote"));
    PictureNode root =
        new PictureNode("Quote", result.quoted().platform().text(), signed ? "good" : "bad");
    Set<String> quoted = result.quoted().registers().keySet();
    Map<String, PictureNode> logNodes = new HashMap<>();
    int shown = 0;
    for (RegisterChain chain : inOrder(result)) {
      if (!quoted.contains(chain.register().text())) {
        nested.add(chain.register());
      } else if (shown++ < MOST) {
        PictureNode node = root.add(node(chain));
        PictureNode at = node;
        for (String label : chain.logs()) {
          at = at.add(log(label, chain));
          logNodes.put(label, at);
        }
      }
    }
    if (shown > MOST) {
      root.add(new PictureNode((shown - MOST) + " more", "in the table below", "none"));
    }
    result.own().forEach(each -> virtual(each, Optional.ofNullable(logNodes.get(each.label()))));
    for (RegisterChain chain : result.chains()) {
      if (nested.contains(chain.register())) {
        PictureNode at = virtualNodes.getOrDefault(chain.register().text(), root);
        for (String label : chain.logs()) {
          at = at.add(log(label, chain));
        }
      }
    }
    return root;
  }

  /** Registers in the order of the quote, whichever logs lead to them; others behind them. */
  static List<RegisterChain> inOrder(AttestationResult result) {
    List<String> names = List.copyOf(result.quoted().registers().keySet());
    return result.chains().stream()
        .sorted(
            Comparator.comparingInt(
                each -> {
                  int at = names.indexOf(each.register().text());
                  return at < 0 ? names.size() : at;
                }))
        .toList();
  }

  private static PictureNode node(RegisterChain chain) {
    Digest value = chain.expected();
    return new PictureNode(
        chain.register().text(),
        value.isZero() ? "zeros" : Tones.brief(value.hex()),
        Tones.of(chain.state()));
  }

  private PictureNode log(String label, RegisterChain chain) {
    String kind =
        result.logs().stream()
            .filter(each -> each.label().equals(label))
            .map(GivenLog::log)
            .map(log -> log.kind() + ", " + log.events().size() + " events")
            .findFirst()
            .orElse("event log");
    return new PictureNode(label, kind, Tones.of(chain.state()));
  }

  private void virtual(OwnLog log, Optional<PictureNode> node) {
    ReplayedLog replayed = log.replayed();
    if (replayed == null || node.isEmpty()) {
      return;
    }
    List<VirtualRegister> registers = List.copyOf(replayed.registers().values());
    for (VirtualRegister each : registers.subList(0, Math.min(MOST, registers.size()))) {
      String tone = log.proven() ? "good" : "bad";
      PictureNode child =
          node.get()
              .add(new PictureNode(each.name().text(), each.extensions() + " extensions", tone));
      virtualNodes.put(each.name().text(), child);
      each.definition()
          .map(define -> define.pcr())
          .ifPresent(pcr -> virtualNodes.put("pcr" + pcr, child));
    }
    if (registers.size() > MOST) {
      node.get()
          .add(new PictureNode((registers.size() - MOST) + " more", "in the table below", "none"));
    }
  }
}
