//! `kind: count`: something must stand in the report so many times at least, or at most.

use super::context::Context;
use crate::rule::Count;

pub(super) fn check(context: &mut Context<'_, '_>, count: &Count) {
    let Some(place) = count.within.iter().find_map(|passage| Some(context.passage(passage)?.1)) else {
        // All the passages are missing: that is another rule's finding.
        return;
    };
    let mut found = Vec::new();
    for range in context.passages(&count.within) {
        let text = context.text(range.clone());
        let hits = count.find.get().find_iter(text);
        found.extend(hits.map(|hit| range.start + hit.start()..range.start + hit.end()));
    }
    found.sort_by_key(|range| range.start);
    let (least, most) =
        (count.least.to_string(), if count.most == usize::MAX { String::new() } else { count.most.to_string() });
    let mut values = vec![("count", found.len().to_string()), ("least", least), ("most", most)];
    if found.len() < count.least {
        values.push(("found", String::new()));
        context.find(place, None, &values);
    } else if let Some(extra) = found.get(count.most) {
        let span = context.report.document.span(extra.clone());
        let spans: Vec<_> = found.iter().take(count.most).map(|r| context.report.document.span(r.clone())).collect();
        values.push(("found", context.original(span)));
        let earlier = context.words.also_here();
        let finding = context.find(span, Some("many"), &values);
        for span in spans {
            finding.relate(span, earlier.clone());
        }
    }
}
