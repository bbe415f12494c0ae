//! What was sent, and what ranks did alone.

use collectives::plan::{End, Local, Matching, Message, Runs, chains, heard};

use super::contents::{narrow, signed};
use super::parcels::written;
use super::results::part;
use super::story::Story;
use super::{Contents, Locals, NONE, Parcels, Sends};

/// The passage of a message, if it meets a receive.
pub(super) fn passage(matching: &Matching, send: &End) -> Option<usize> {
    matching.round(send.rank, send.round)[send.place]
}

impl Sends {
    /// What the messages carry, and of whom they tell, only if that is to be `labelled`.
    pub(super) fn of(
        story: &Story<'_>,
        contents: &Contents,
        parcels: &Parcels,
        labelled: bool,
    ) -> Self {
        let (plans, matching, walk) = (&story.planned.plans, &story.matching, &story.walk);
        let chains = chains(plans, matching, walk);
        let heard = labelled.then(|| heard(plans, matching, walk));
        let mut sends = Self::default();
        for &send in &story.sends {
            let message = send.message(plans);
            let passage = passage(matching, &send);
            let receive = passage.map(|it| matching.passages[it].receive);
            let receive = receive.filter(|it| it.round < walk.reached[it.rank]);
            let combines =
                receive.is_some_and(|it| matches!(it.message(plans), Message::Combine { .. }));
            sends.from.push(narrow(send.rank));
            sends.to.push(narrow(message.peer()));
            sends.round.push(narrow(send.round));
            sends
                .received
                .push(receive.map_or(NONE, |it| signed(it.round)));
            sends.count.push(narrow(message.elements().len()));
            sends.combined.push(u8::from(combines));
            sends.chain.push(chains[send.rank][send.round] + 1);
            let Some(heard) = &heard else { continue };
            let (carried, became) = match passage {
                Some(passage) => (
                    &story.labels.carried[passage],
                    &story.labels.became[passage],
                ),
                None => {
                    let lost = matching.unmatched.binary_search(&send);
                    let lost = lost.expect("it met nothing");
                    (&story.labels.lost[lost], &Runs::default())
                }
            };
            sends.tell_pieces(carried, became, contents, parcels);
            sends.tell_heard(&heard[send.rank][send.round]);
        }
        if labelled {
            sends.tell_first(story, contents);
        }
        sends
    }

    fn tell_pieces(
        &mut self,
        carried: &Runs,
        became: &Runs,
        contents: &Contents,
        parcels: &Parcels,
    ) {
        if became.is_empty() {
            for (content, _) in contents.pieces(carried, parcels) {
                self.carried.push(content);
                self.became.push(NONE);
            }
        } else {
            // What was made tells the pieces: blank memory has none of its own.
            let pieces = contents.pieces(became, parcels);
            let lengths = pieces.iter().map(|&(_, count)| count as usize);
            for (part, &(made, _)) in carried.parts(lengths).iter().zip(&pieces) {
                let first = part.labels().next();
                self.carried.push(first.map_or(NONE, |it| contents.at(it)));
                self.became.push(made);
            }
        }
        self.ends.push(narrow(self.carried.len()));
    }

    pub(super) fn tell_heard(&mut self, heard: &[bool]) {
        let mut rank = 0;
        while let Some(first) = (rank..heard.len()).find(|&it| heard[it]) {
            let end = (first..heard.len()).find(|&it| !heard[it]);
            let end = end.unwrap_or(heard.len());
            self.heard.extend([narrow(first), narrow(end - first)]);
            rank = end;
        }
        self.heard_ends.push(narrow(self.heard.len()));
    }

    /// Which pieces are new to their receivers.
    fn tell_first(&mut self, story: &Story<'_>, contents: &Contents) {
        self.first = vec![0; self.carried.len()].into();
        let row_of = |send: &End| story.sends.binary_search(send).ok();
        let matching = &story.matching;
        // The last rank that got a content, while ranks are looked at one after the other.
        let mut got_by = vec![None; contents.rank.len()];
        for plan in &story.planned.plans {
            let own = |content: u32| contents.rank[content as usize] == narrow(plan.rank);
            let passages = (0..plan.rounds.len()).flat_map(|it| matching.round(plan.rank, it));
            for passage in passages.flatten().map(|&it| &matching.passages[it]) {
                let received = row_of(&passage.send)
                    .filter(|_| passage.receive.rank == plan.rank)
                    .filter(|&row| self.received[row] != NONE && self.combined[row] == 0);
                for piece in received.into_iter().flat_map(|row| part(&self.ends, row)) {
                    let Ok(content) = u32::try_from(self.carried[piece]) else {
                        continue;
                    };
                    let before = got_by[content as usize].replace(plan.rank);
                    if !own(content) && before != Some(plan.rank) {
                        self.first[piece] = 1;
                    }
                }
            }
        }
    }
}

impl Locals {
    pub(super) fn of(story: &Story<'_>, contents: &Contents, parcels: &Parcels) -> Self {
        let mut locals = Self::default();
        for plan in &story.planned.plans {
            for written in written(&story.labels.writes[plan.rank]) {
                let round = &plan.rounds[written.round];
                let Some(place) = written.place.checked_sub(round.messages.len()) else {
                    continue;
                };
                let folds = matches!(round.local[place], Local::Fold { .. });
                locals.rank.push(narrow(plan.rank));
                locals.round.push(narrow(written.round));
                locals.fold.push(u8::from(folds));
                let pieces = contents.pieces(&written.labels, parcels);
                locals
                    .contents
                    .extend(pieces.into_iter().map(|(content, _)| content));
                locals.ends.push(narrow(locals.contents.len()));
            }
        }
        locals
    }
}
