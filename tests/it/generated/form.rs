//! The form, edition 2021, typed by hand: the generator's own list of labels.
//!
//! It is deliberately not read from the rule packs, so that a label misspelt
//! there is found here.

/// One of the three tables of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Section 二: 主动公开政府信息情况, 10 figures.
    Disclosure,
    /// Section 三: 收到和处理政府信息公开申请情况, 25 rows of 7 figures.
    Applications,
    /// Section 四: 行政复议、行政诉讼情况, one row of 15 figures.
    Review,
}

/// The six section headings, without their numbers.
pub const SECTIONS: [&str; 6] = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
];

/// The numbers of sections, and of anything else counted in Chinese.
pub const NUMERALS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];

/// The number of the section a table stands in, from 0.
pub fn section_of(table: Table) -> usize {
    match table {
        Table::Disclosure => 1,
        Table::Applications => 2,
        Table::Review => 3,
    }
}

/// A block of the disclosure table: label, column labels, row labels.
pub type BlockForm = (&'static str, &'static [&'static str], &'static [&'static str]);

/// The four blocks of the disclosure table.
pub const BLOCKS: [BlockForm; 4] = [
    ("第二十条第（一）项", &["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], &["规章", "行政规范性文件"]),
    ("第二十条第（五）项", &["信息内容", "本年处理决定数量"], &["行政许可"]),
    ("第二十条第（六）项", &["信息内容", "本年处理决定数量"], &["行政处罚", "行政强制"]),
    ("第二十条第（八）项", &["信息内容", "本年收费金额（单位：万元）"], &["行政事业性收费"]),
];

/// The row of the disclosure table which may hold a decimal: 行政事业性收费.
pub const FEE_ROW: usize = 5;
/// The row 行政处罚 of the disclosure table.
pub const PENALTY_ROW: usize = 3;

/// The corner note of the applications table.
pub const NOTE: &str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/// Column labels of the applications table; 0 and 2 span others, the rest
/// stand over one column of figures each.
pub const APPLICANTS: [&str; 9] =
    ["申请人情况", "自然人", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];

/// The label over all results, which has no figures of its own.
pub const RESULTS: &str = "三、本年度办理结果";

/// The group labels within the results.
pub const GROUPS: [&str; 4] = ["（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"];

/// Where a row of the applications table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 一, 二 and 四: across all label columns.
    Top,
    /// （一）, （二） and （七）: beside 三、本年度办理结果.
    Result,
    /// A numbered row within a group, by the group's index.
    Leaf(usize),
    /// Not of the form: a page number which fell into the table.
    PageNumber,
    /// Not of the form: words or a row which fell into the table.
    Junk,
}

/// The 25 rows of the applications table.
pub const APPLICATION_ROWS: [(Level, &str); 25] = [
    (Level::Top, "一、本年新收政府信息公开申请数量"),
    (Level::Top, "二、上年结转政府信息公开申请数量"),
    (Level::Result, "（一）予以公开"),
    (Level::Result, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    (Level::Leaf(0), "1.属于国家秘密"),
    (Level::Leaf(0), "2.其他法律行政法规禁止公开"),
    (Level::Leaf(0), "3.危及“三安全一稳定”"),
    (Level::Leaf(0), "4.保护第三方合法权益"),
    (Level::Leaf(0), "5.属于三类内部事务信息"),
    (Level::Leaf(0), "6.属于四类过程性信息"),
    (Level::Leaf(0), "7.属于行政执法案卷"),
    (Level::Leaf(0), "8.属于行政查询事项"),
    (Level::Leaf(1), "1.本机关不掌握相关政府信息"),
    (Level::Leaf(1), "2.没有现成信息需要另行制作"),
    (Level::Leaf(1), "3.补正后申请内容仍不明确"),
    (Level::Leaf(2), "1.信访举报投诉类申请"),
    (Level::Leaf(2), "2.重复申请"),
    (Level::Leaf(2), "3.要求提供公开出版物"),
    (Level::Leaf(2), "4.无正当理由大量反复申请"),
    (Level::Leaf(2), "5.要求行政机关确认或重新出具已获取信息"),
    (Level::Leaf(3), "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    (Level::Leaf(3), "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    (Level::Leaf(3), "3.其他"),
    (Level::Result, "（七）总计"),
    (Level::Top, "四、结转下年度继续办理"),
];

/// Row 一、本年新收.
pub const RECEIVED: usize = 0;
/// Row 二、上年结转.
pub const CARRIED: usize = 1;
/// The rows whose sum is （七）总计.
pub const PARTS: std::ops::Range<usize> = 2..23;
/// Row （七）总计.
pub const HANDLED: usize = 23;
/// Row 四、结转下年度.
pub const LEFT: usize = 24;

/// The spanning labels of the review table.
pub const REMEDIES: [&str; 4] = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"];
/// The five columns of each group of the review table.
pub const OUTCOMES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

/// The five aspects section 一 must cover, as it is usual to head them.
pub const ASPECTS: [[&str; 2]; 5] = [
    ["主动公开情况", "政府信息主动公开情况"],
    ["依申请公开情况", "依申请公开政府信息情况"],
    ["政府信息管理情况", "政府信息管理"],
    ["政府信息公开平台建设情况", "平台建设情况"],
    ["监督保障情况", "监督保障"],
];
