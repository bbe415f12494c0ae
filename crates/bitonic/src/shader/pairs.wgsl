// Items are pairs of a key and a value. Equal keys are ordered by their values: an index as the
// value makes the sort stable.

alias Item = vec2<u32>;

@group(0) @binding(2) var<storage, read_write> values: array<u32>;

fn in_order(low: Item, high: Item) -> bool {
    return low.x < high.x || (low.x == high.x && low.y <= high.y);
}

// A comparator: the smaller item comes first.
fn compare(low: ptr<function, Item>, high: ptr<function, Item>) {
    let first = *low;
    let second = *high;
    let stay = in_order(first, second);
    *low = select(second, first, stay);
    *high = select(first, second, stay);
}

fn load_raw(index: u32) -> Item {
    return vec2<u32>(keys[index], values[index]);
}

fn store_raw(index: u32, item: Item) {
    keys[index] = item.x;
    values[index] = item.y;
}

fn decoded(item: Item) -> Item {
    return vec2<u32>(bits_of(item.x), item.y);
}

fn encoded(item: Item) -> Item {
    return vec2<u32>(key_of(item.x), item.y);
}

const INFINITY: Item = vec2<u32>(0xffffffffu, 0xffffffffu);
