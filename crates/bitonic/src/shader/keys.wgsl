// Items are keys alone.

alias Item = u32;

fn in_order(low: Item, high: Item) -> bool {
    return low <= high;
}

// A comparator: the smaller item comes first.
fn compare(low: ptr<function, Item>, high: ptr<function, Item>) {
    let smaller = min(*low, *high);
    *high = max(*low, *high);
    *low = smaller;
}

fn load_raw(index: u32) -> Item {
    return keys[index];
}

fn store_raw(index: u32, item: Item) {
    keys[index] = item;
}

fn decoded(item: Item) -> Item {
    return bits_of(item);
}

fn encoded(item: Item) -> Item {
    return key_of(item);
}

const INFINITY: Item = 0xffffffffu;
