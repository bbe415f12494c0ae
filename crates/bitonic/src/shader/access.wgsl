// From memory, and back.

fn load(index: u32) -> Item {
    let at = {{place}};
    return {{item}};
}

fn store(index: u32, item: Item) {
    store_raw({{place}}, {{stored}});
}
