//! A report around an applications table, and where each cell stands in it.

use std::ops::Range;

use crate::culprit::oracle::{COLUMNS, Place, ROWS};
use crate::generated::figures::Review;
use crate::generated::form::{APPLICATION_ROWS, GROUPS, Level, NOTE, RESULTS};

/// The cells of the table as they are written.
pub type Texts = [[String; COLUMNS]; ROWS];

/// The report: nothing in its prose speaks of a figure of the tables.
const BEFORE: &str = "岫川县石屏镇人民政府2024年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号文件的规定，石屏镇人民政府编制本报告。所列数据的统计期限自2024年1月1日起至2024年12月31日止。本报告电子版可在岫川县人民政府网站下载。如有疑问，请与石屏镇党政办公室联系（地址：岫川县石屏镇渡口街3号；邮编：999061；电话：0998-5550147）。

一、总体情况

（一）主动公开。镇里的规划、预算和惠农政策在县政府网站的专栏公布。

（二）依申请公开。收到的申请都有专人登记，并在期限内答复。

（三）政府信息管理。公文起草时注明公开属性，定期清理过期内容。

（四）政府信息公开平台建设。便民大厅设有查阅点，配有电脑。

（五）监督保障。公开工作列入年度考核，全年没有责任追究的情形。

二、主动公开政府信息情况

第二十条第（一）项\t\t\t
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t0\t0\t4
第二十条第（五）项\t\t\t
信息内容\t本年处理决定数量\t\t
行政许可\t12\t\t
第二十条第（六）项\t\t\t
信息内容\t本年处理决定数量\t\t
行政处罚\t3\t\t
行政强制\t0\t\t
第二十条第（八）项\t\t\t
信息内容\t本年收费金额（单位：万元）\t\t
行政事业性收费\t0\t\t

三、收到和处理政府信息公开申请情况

";

const BETWEEN: &str = "
四、政府信息公开行政复议、行政诉讼情况

行政复议\t\t\t\t\t行政诉讼\t\t\t\t\t\t\t\t\t
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t
\t\t\t\t\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计
";

const AFTER: &str = "

五、存在的主要问题及改进情况

村级公开栏更新不够及时，答复文书的格式不够统一。下一步由包村干部按月检查，并编写答复样本。

六、其他需要报告的事项

本年度未收取信息处理费。
";

/// A report as text.
pub struct Sheet {
    pub text: String,
    /// Where the cells of the applications table stand, in bytes.
    cells: Vec<Vec<Range<usize>>>,
    /// Where the fifteen figures of the review table stand.
    pub review: Range<usize>,
}

impl Sheet {
    /// Writes the report, its tables as tab-separated rows.
    pub fn new(cells: &Texts, review: &Review) -> Sheet {
        let mut text = format!("{BEFORE}{}", head());
        let rows = cells.iter().enumerate().map(|(row, cells)| {
            text.push_str(&label(row));
            let cells = cells.iter().map(|cell| {
                text.push('\t');
                text.push_str(cell);
                text.len() - cell.len()..text.len()
            });
            let cells = cells.collect();
            text.push('\n');
            cells
        });
        let cells = rows.collect();
        text.push_str(BETWEEN);
        let start = text.len();
        text.push_str(&review.map(|figure| figure.to_string()).join("\t"));
        let review = start..text.len();
        text.push_str(AFTER);
        Sheet { text, cells, review }
    }

    /// The bytes of a cell.
    pub fn cell(&self, (row, column): Place) -> Range<usize> {
        self.cells[row][column].clone()
    }

    /// The line of a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }
}

fn head() -> String {
    format!(
        "{NOTE}\t\t\t申请人情况\t\t\t\t\t\t\n\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n\
         \t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
    )
}

/// The three label columns of a row.
fn label(row: usize) -> String {
    let (level, label) = APPLICATION_ROWS[row];
    match level {
        Level::Leaf(group) => {
            let first = APPLICATION_ROWS[row - 1].0 != level;
            format!("\t{}\t{label}", if first { GROUPS[group] } else { "" })
        }
        Level::Result => format!("{}\t{label}\t", if row == 2 { RESULTS } else { "" }),
        _ => format!("{label}\t\t"),
    }
}
